// See include/faults.h. The calls go to the kernel directly, so that nothing here allocates, waits, or depends on what was loaded when; what
// is not counted costs a look at the path.
#define _GNU_SOURCE
#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

enum fault { NONE, KILL_BEFORE, KILL_AFTER, KILL_WITHIN, STOP_BEFORE, FAIL, FAIL_FROM, SHORT_WRITE };

static struct {
  const char *path, *calls, *host, *boot;
  enum fault fault;
  long at, clock_at, clock_seconds;
  int error, log;
} settings = {.log = -1};

static atomic_long counted;

// The errors that a file system gives.
static const struct {
  const char *name;
  int number;
} errors[] = {{"ENOSPC", ENOSPC}, {"EIO", EIO}, {"EROFS", EROFS}, {"EACCES", EACCES}, {"EDQUOT", EDQUOT}, {"ESTALE", ESTALE}};

static const struct {
  const char *name;
  enum fault fault;
} faults[] = {
    {"kill-before:", KILL_BEFORE}, {"kill-after:", KILL_AFTER}, {"kill-within:", KILL_WITHIN},
    {"stop-before:", STOP_BEFORE}, {"short-write:", SHORT_WRITE},
};

static void refuse(const char *what) {
  static const char message[] = "faults: cannot read ";
  (void)!syscall(SYS_write, 2, message, sizeof message - 1);
  (void)!syscall(SYS_write, 2, what, strlen(what));
  (void)!syscall(SYS_write, 2, "\n", 1);
  _exit(64);
}

static bool read_failure(const char *text) {
  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
    size_t length = strlen(errors[i].name);
    if (strncmp(text, errors[i].name, length) != 0) continue;
    bool from = strncmp(text + length, "-from:", 6) == 0;
    if (!from && text[length] != ':') continue;
    settings.error = errors[i].number;
    settings.fault = from ? FAIL_FROM : FAIL;
    settings.at = atol(text + length + (from ? 6 : 1));
    return true;
  }
  return false;
}

static bool read_fault(const char *text) {
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    size_t length = strlen(faults[i].name);
    if (strncmp(text, faults[i].name, length) != 0) continue;
    settings.fault = faults[i].fault;
    settings.at = atol(text + length);
    return true;
  }
  return read_failure(text);
}

__attribute__((constructor)) static void read_environment(void) {
  const char *fault = getenv("UNET_FAULT"), *log = getenv("UNET_FAULT_LOG"), *clock = getenv("UNET_FAULT_CLOCK");
  settings.host = getenv("UNET_FAULT_HOST");
  settings.boot = getenv("UNET_FAULT_BOOT");
  settings.calls = getenv("UNET_FAULT_CALL");
  if (fault && (!read_fault(fault) || settings.at < 1)) refuse("UNET_FAULT");
  if (clock) {
    const char *at = strchr(clock, '@');
    if (!at) refuse("UNET_FAULT_CLOCK");
    settings.clock_seconds = atol(clock);
    settings.clock_at = atol(at + 1);
  }
  if (log) {
    settings.log = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (settings.log < 0) refuse("UNET_FAULT_LOG");
  }
  settings.path = getenv("UNET_FAULT_PATH");
}

// Whether a list of names that commas separate has this one.
static bool lists(const char *list, const char *name) {
  size_t length = strlen(name);
  for (const char *rest = list; rest; rest = strchr(rest, ',')) {
    if (*rest == ',') rest++;
    if (strncmp(rest, name, length) == 0 && (rest[length] == ',' || rest[length] == 0)) return true;
  }
  return false;
}

static bool counts_call(const char *call) {
  return settings.calls ? lists(settings.calls, call) : strcmp(call, "open") != 0;
}

static void note(long number, const char *call, const char *path) {
  if (settings.log < 0) return;
  char line[PATH_MAX + 64], digits[24] = {0}, *first = digits + sizeof digits - 1;
  do *--first = (char)('0' + number % 10);
  while ((number /= 10) > 0);
  char *end = stpcpy(stpcpy(stpcpy(stpcpy(line, first), "\t"), call), "\t");
  size_t length = strnlen(path, PATH_MAX);
  memcpy(end, path, length);
  end[length] = '\n';
  (void)!syscall(SYS_write, settings.log, line, (size_t)(end - line) + length + 1);
}

// The number of this call; 0 where it is not counted.
static long count(const char *call, const char *path) {
  if (!settings.path || !counts_call(call) || !strstr(path, settings.path)) return 0;
  long number = atomic_fetch_add(&counted, 1) + 1;
  note(number, call, path);
  return number;
}

static long count_descriptor(const char *call, int descriptor) {
  if (!settings.path || !counts_call(call)) return 0;
  char name[40] = "/proc/self/fd/", path[PATH_MAX];
  size_t end = strlen(name), digits = 1;
  for (int rest = descriptor; rest >= 10; rest /= 10) digits++;
  for (size_t i = digits; i > 0; i--, descriptor /= 10) name[end + i - 1] = (char)('0' + descriptor % 10);
  name[end + digits] = 0;
  int before = errno;
  long length = syscall(SYS_readlinkat, AT_FDCWD, name, path, sizeof path - 1);
  errno = before;
  if (length < 0) return 0;
  path[length] = 0;
  return count(call, path);
}

static void send(int signal) { syscall(SYS_kill, getpid(), signal); }

// What happens before the call of this number; false where it fails, with the reason in errno.
static bool may_begin(long number) {
  if (number == 0) return true;
  bool now = number == settings.at, later = number > settings.at;
  if (now && (settings.fault == KILL_BEFORE || settings.fault == KILL_WITHIN)) send(SIGKILL);
  if (now && settings.fault == STOP_BEFORE) send(SIGSTOP);
  if ((now && (settings.fault == FAIL || settings.fault == FAIL_FROM)) || (later && settings.fault == FAIL_FROM)) {
    errno = settings.error;
    return false;
  }
  if ((now || later) && settings.fault == SHORT_WRITE) {
    errno = ENOSPC;
    return false;
  }
  return true;
}

static long ended(long number, long result) {
  if (number && number == settings.at && settings.fault == KILL_AFTER) send(SIGKILL);
  return result;
}

// A call with what comes before and after it; -1 with errno where it fails.
#define MAKE(counting, ...)                                                    \
  do {                                                                         \
    long number = (counting);                                                  \
    return may_begin(number) ? ended(number, syscall(__VA_ARGS__)) : -1;       \
  } while (0)

static int open_file(int folder, const char *path, int flags, mode_t mode) {
  if (settings.boot && strcmp(path, "/proc/sys/kernel/random/boot_id") == 0) path = settings.boot;
  bool writes = (flags & (O_ACCMODE | O_CREAT)) != O_RDONLY;
  MAKE(count(writes ? "create" : "open", path), SYS_openat, folder, path, flags, mode);
}

// The third argument of `open`, which is there only where it may make a file.
#define WITH_MODE(...)                                                         \
  do {                                                                         \
    va_list rest;                                                              \
    va_start(rest, flags);                                                     \
    bool makes = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;        \
    mode_t mode = makes ? va_arg(rest, mode_t) : 0;                            \
    va_end(rest);                                                              \
    return open_file(__VA_ARGS__, flags, mode);                                \
  } while (0)

int open(const char *path, int flags, ...) { WITH_MODE(AT_FDCWD, path); }
int open64(const char *path, int flags, ...) { WITH_MODE(AT_FDCWD, path); }
int openat(int folder, const char *path, int flags, ...) { WITH_MODE(folder, path); }
int openat64(int folder, const char *path, int flags, ...) { WITH_MODE(folder, path); }
int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags) { return open_file(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags);
int __open64_2(const char *path, int flags) { return open_file(AT_FDCWD, path, flags, 0); }
int creat(const char *path, mode_t mode) { return open_file(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

// Whether this is the write that breaks off in the middle.
static bool is_halved(long number) {
  return number && number == settings.at && (settings.fault == KILL_WITHIN || settings.fault == SHORT_WRITE);
}

static long wrote(long number, long result) {
  if (is_halved(number) && settings.fault == KILL_WITHIN) send(SIGKILL);
  return ended(number, result);
}

ssize_t write(int file, const void *bytes, size_t length) {
  long number = count_descriptor("write", file);
  if (!is_halved(number) && !may_begin(number)) return -1;
  return wrote(number, syscall(SYS_write, file, bytes, is_halved(number) ? length / 2 : length));
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
  long number = count_descriptor("write", file);
  if (!is_halved(number) && !may_begin(number)) return -1;
  return wrote(number, syscall(SYS_pwrite64, file, bytes, is_halved(number) ? length / 2 : length, offset));
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) { return pwrite(file, bytes, length, offset); }

int fsync(int file) { MAKE(count_descriptor("fsync", file), SYS_fsync, file); }
int fdatasync(int file) { MAKE(count_descriptor("fsync", file), SYS_fdatasync, file); }
int ftruncate(int file, off_t length) { MAKE(count_descriptor("truncate", file), SYS_ftruncate, file, length); }
int ftruncate64(int file, off64_t length) { return ftruncate(file, length); }

int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
  MAKE(count("rename", new), SYS_renameat2, from, old, to, new, flags);
}
int renameat(int from, const char *old, int to, const char *new) { return renameat2(from, old, to, new, 0); }
int rename(const char *old, const char *new) { return renameat2(AT_FDCWD, old, AT_FDCWD, new, 0); }

int linkat(int from, const char *old, int to, const char *new, int flags) {
  MAKE(count("link", new), SYS_linkat, from, old, to, new, flags);
}
int link(const char *old, const char *new) { return linkat(AT_FDCWD, old, AT_FDCWD, new, 0); }

int unlinkat(int folder, const char *path, int flags) {
  MAKE(count(flags & AT_REMOVEDIR ? "rmdir" : "unlink", path), SYS_unlinkat, folder, path, flags);
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int folder, const char *path, mode_t mode) {
  MAKE(count("mkdir", path), SYS_mkdirat, folder, path, mode);
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int gethostname(char *name, size_t length) {
  struct utsname system;
  if (uname(&system) != 0) return -1;
  size_t needed = strlen(system.nodename) + 1;
  memcpy(name, system.nodename, needed < length ? needed : length);
  if (needed <= length) return 0;
  errno = ENAMETOOLONG;
  return -1;
}

int uname(struct utsname *system) {
  if (syscall(SYS_uname, system) != 0) return -1;
  if (!settings.host) return 0;
  size_t length = strnlen(settings.host, sizeof system->nodename - 1);
  memcpy(system->nodename, settings.host, length);
  system->nodename[length] = 0;
  return 0;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  long result = syscall(SYS_clock_gettime, clock, now);
  bool of_day = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  if (result == 0 && of_day && settings.clock_seconds && atomic_load(&counted) >= settings.clock_at)
    now->tv_sec += settings.clock_seconds;
  return (int)result;
}

int gettimeofday(struct timeval *now, void *zone) {
  (void)zone;
  struct timespec time;
  if (clock_gettime(CLOCK_REALTIME, &time) != 0) return -1;
  now->tv_sec = time.tv_sec;
  now->tv_usec = time.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *out) {
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  if (out) *out = now.tv_sec;
  return now.tv_sec;
}
