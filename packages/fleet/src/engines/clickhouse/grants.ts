/** What the users of a store on ClickHouse need to be allowed, and nothing beyond it. */

/** `owner` makes the tables, `importer` fills them, `reader` asks. */
export type Role = 'owner' | 'importer' | 'reader'

/** The privileges of a role, as statements without their `TO`. */
export function grants(role: Role, database: string): readonly string[] {
  const reading = `GRANT SELECT ON ${database}.*`
  const writing = `GRANT INSERT ON ${database}.*`
  switch (role) {
    case 'reader':
      return [reading]
    case 'importer':
      return [reading, writing]
    case 'owner':
      return [
        reading,
        writing,
        `GRANT CREATE TABLE, CREATE VIEW, ALTER TTL ON ${database}.*`,
        'GRANT TABLE ENGINE ON MergeTree, TABLE ENGINE ON ReplacingMergeTree, TABLE ENGINE ON Distributed',
        // To make a table over the nodes of a cluster.
        'GRANT REMOTE ON *.*',
      ]
  }
}
