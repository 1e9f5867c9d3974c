/* A node of a ClickHouse cluster for tests: runs clickhouse-local out of libchdb.so with the arguments that follow the
 * library's path, and ends with the process that started it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>

typedef void *(*query_cmdline)(int, char **);
typedef const char *(*result_error)(void *);

/* Where it listens: for other nodes, and for HTTP. */
static int tcp_port, http_port;

static int listens_there(int socket) {
  struct sockaddr_in local;
  socklen_t size = sizeof local;
  if (getsockname(socket, (struct sockaddr *)&local, &size) != 0 || local.sin_family != AF_INET) return 0;
  int port = ntohs(local.sin_port);
  return port == tcp_port || port == http_port;
}

/* What the library calls instead of libc's. A server goes on when a client, which other nodes are too, resets its connection;
 * clickhouse-local has no handler for errors of connections, and aborts. So that a node that is killed does not take those with
 * it that it was connected to, a connection that was reset has come to its end here. */
ssize_t recv(int socket, void *buffer, size_t size, int flags) {
  static ssize_t (*libc_recv)(int, void *, size_t, int);
  if (libc_recv == NULL) libc_recv = dlsym(RTLD_NEXT, "recv");
  ssize_t received = libc_recv(socket, buffer, size, flags);
  if (received >= 0 || errno != ECONNRESET) return received;
  if (listens_there(socket)) return 0;
  errno = ECONNRESET;
  return received;
}

static void remember_ports(int argc, char **argv) {
  for (int index = 2; index < argc; index++) {
    sscanf(argv[index], "--tcp_port=%d", &tcp_port);
    sscanf(argv[index], "--http_port=%d", &http_port);
  }
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  remember_ports(argc, argv);
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
