/** SHA-256 of the page's script and style, for its policy; a test holds them to what they are. */
export const SCRIPT_HASH = 'sha256-m4u5F5dPps90RJ2wA+7i5fdJ0KiX1HmeffWvDEDJK8g='
export const STYLE_HASH = 'sha256-v5VclLphuY42s3nVlMyiTgdLYfjZ4vvGlbavT+5C5+M='
