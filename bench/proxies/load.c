/*
 * The load and the four backends of a benchmark in one small process, so that what is measured is the proxy between them:
 *
 *     load PROXY_ADDRESS PROXY_PORT SECONDS CONNECTIONS REQUEST_FILE ANSWER_FILE
 *
 * Backends listen on 127.0.2.1 to 127.0.2.4, port 9000, and answer each request with the bytes of ANSWER_FILE. Each connection sends the next
 * request when it has the answer to the one before. Eight # in a request stand for a number that no other request has. Prints one line of JSON: answers, seconds, latency in microseconds, and how many answers were
 * none of status 200.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LISTENER = 1, BACKEND, CLIENT, MOST_SOCKETS = 65536, BUFFER = 65536, SLOWEST = 2000000 };

struct connection {
  int kind;
  /* bytes of the answer at hand, so far and in all */
  int got, whole;
  long sent_at;
};

static struct connection connections[MOST_SOCKETS];
static char request[BUFFER], answer[BUFFER], piece[BUFFER];
/* where the number of a request goes, NULL without */
static char *number;
static long asked;
static int request_length, answer_length, body_length, events;
static long answers, failed;
static unsigned latencies[SLOWEST];

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000L + time.tv_nsec / 1000;
}

static int read_file(const char *name, char *bytes) {
  int file = open(name, O_RDONLY);
  int length = file < 0 ? -1 : (int)read(file, bytes, BUFFER - 1);
  if (length < 0) fail(name);
  bytes[length] = 0;
  close(file);
  return length;
}

static int head_length(const char *bytes) {
  const char *end = strstr(bytes, "\r\n\r\n");
  return end == NULL ? -1 : (int)(end + 4 - bytes);
}

static int new_socket(const char *address, int port, struct sockaddr_in *to) {
  int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || fd >= MOST_SOCKETS) fail("socket");
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  *to = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
  if (inet_pton(AF_INET, address, &to->sin_addr) != 1) fail(address);
  return fd;
}

static void watch(int fd, int kind) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  connections[fd] = (struct connection){.kind = kind};
  fcntl(fd, F_SETFL, O_NONBLOCK);
  if (epoll_ctl(events, EPOLL_CTL_ADD, fd, &event) != 0) fail("epoll_ctl");
}

static void ask(int fd) {
  if (number != NULL) {
    long rest = asked++;
    for (int i = 7; i >= 0; i--, rest /= 10) number[i] = (char)('0' + rest % 10);
  }
  connections[fd].sent_at = now();
  if (send(fd, request, request_length, MSG_NOSIGNAL) != request_length) failed++;
}

static void accept_all(int listener) {
  int on = 1, fd;
  while ((fd = accept(listener, NULL, NULL)) >= 0) {
    if (fd >= MOST_SOCKETS) fail("too many connections");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(fd, BACKEND);
  }
}

static void answer_request(int fd, int length) {
  if (length >= 4 && memcmp(piece + length - 4, "\r\n\r\n", 4) == 0) send(fd, answer, answer_length, MSG_NOSIGNAL);
}

static void take_answer(int fd, int length) {
  struct connection *client = &connections[fd];
  if (client->got == 0) {
    piece[length] = 0;
    if (strncmp(piece, "HTTP/1.1 200 ", 13) != 0) failed++;
    client->whole = head_length(piece) + body_length;
  }
  client->got += length;
  if (client->got < client->whole) return;
  if (client->got > client->whole) failed++;
  client->got = 0;
  long latency = now() - client->sent_at;
  latencies[latency < SLOWEST ? latency : SLOWEST - 1]++;
  answers++;
  ask(fd);
}

static int quantile(double part) {
  long rank = (long)(answers * part), seen = 0;
  for (int i = 0; i < SLOWEST; i++)
    if ((seen += latencies[i]) > rank) return i;
  return SLOWEST;
}

int main(int count, char **values) {
  static struct epoll_event ready[1024];
  struct sockaddr_in to;
  if (count != 7) return fprintf(stderr, "load: six parameters are needed\n"), 2;
  double seconds = atof(values[3]);
  request_length = read_file(values[5], request);
  number = strstr(request, "########");
  answer_length = read_file(values[6], answer);
  body_length = answer_length - head_length(answer);
  events = epoll_create1(0);
  for (int i = 1; i <= 4; i++) {
    char address[16];
    snprintf(address, sizeof address, "127.0.2.%d", i);
    int fd = new_socket(address, 9000, &to);
    if (bind(fd, (struct sockaddr *)&to, sizeof to) != 0 || listen(fd, 4096) != 0) fail(address);
    watch(fd, LISTENER);
  }
  for (int i = 0; i < atoi(values[4]); i++) {
    int fd = new_socket(values[1], atoi(values[2]), &to);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) fail("connect");
    watch(fd, CLIENT);
    ask(fd);
  }
  long begin = now(), time = begin;
  while (time < begin + seconds * 1e6) {
    int n = epoll_wait(events, ready, 1024, 100);
    for (int i = 0; i < n; i++) {
      int fd = ready[i].data.fd;
      if (connections[fd].kind == LISTENER) {
        accept_all(fd);
        continue;
      }
      int length = (int)recv(fd, piece, BUFFER - 1, 0);
      if (length < 0 && errno == EAGAIN) continue;
      if (length <= 0) {
        failed += connections[fd].kind == CLIENT;
        close(fd);
      } else if (connections[fd].kind == BACKEND) answer_request(fd, length);
      else take_answer(fd, length);
    }
    time = now();
  }
  printf("{\"answers\": %ld, \"seconds\": %.6f, \"p50\": %d, \"p99\": %d, \"failed\": %ld}\n", answers, (time - begin) / 1e6,
         quantile(0.5), quantile(0.99), failed);
  return 0;
}
