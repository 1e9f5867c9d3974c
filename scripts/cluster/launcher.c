/* A node of a ClickHouse cluster for tests: runs clickhouse-local out of libchdb.so with the arguments that follow the
 * library's path, and ends with the process that started it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>

typedef void *(*query_cmdline)(int, char **);
typedef const char *(*result_error)(void *);

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
  if (library == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 2;
  }
  query_cmdline run = (query_cmdline)dlsym(library, "chdb_query_cmdline");
  result_error error_of = (result_error)dlsym(library, "chdb_result_error");
  if (run == NULL || error_of == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 2;
  }
  argv[1] = "clickhouse";
  void *result = run(argc - 1, argv + 1);
  const char *error = result == NULL ? NULL : error_of(result);
  if (error == NULL) return 0;
  fprintf(stderr, "%s\n", error);
  return 1;
}
