/* The laboratory's shim: between a process and its disk, by LD_PRELOAD. Idle until it is told to work.

   laboratory_record(log, root)   from now on, write every change below the folder `root` to the file `log`, with its
                                  data, in the one order in which the calls ended
   laboratory_mark(data, length)  a mark in that order: what was acknowledged
   laboratory_fail(what, at, every, error, root)
                                  let calls below `root` fail: what 1 syncs, 2 writes, 3 both; the call number `at` from
                                  now on, or every one from there; with `error` (EIO, ENOSPC)
   laboratory_calls()             how many calls could have failed since
   laboratory_stop()              idle again

   SQLite's -shm files are left out: they are shared memory, made anew at every recovery. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN = 1, WRITE, CUT, SYNC, UNLINK, RENAME, MARK, CLOSE, FOLDER, LINK };
enum { SYNCS = 1, WRITES = 2 };
#define MOST 65536

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static int recording = -1;
static char followed[MOST];
static int fail_what, fail_every, fail_error;
static long fail_at, fail_calls;

static void *next_of(const char *name) { return dlsym(RTLD_NEXT, name); }
#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result (*)(__VA_ARGS__))next_of(name)

static int at_work(void) { return root_length != 0; }
static int follows(int fd) { return at_work() && fd >= 0 && fd < MOST && followed[fd]; }

static int below(const char *path) {
    size_t length = strlen(path);
    if (strncmp(path, root, root_length) || (path[root_length] && path[root_length] != '/')) return 0;
    return !(length > 4 && !strcmp(path + length - 4, "-shm"));
}

static void absolute(int at, const char *path, char *into) {
    char folder[PATH_MAX - 260] = "", link[64];
    if (path[0] == '/') { snprintf(into, PATH_MAX, "%s", path); return; }
    if (at == AT_FDCWD) { if (!getcwd(folder, sizeof folder)) folder[0] = 0; }
    else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t got = readlink(link, folder, sizeof folder - 1);
        folder[got > 0 ? got : 0] = 0;
    }
    snprintf(into, PATH_MAX, "%s/%s", folder, path);
}

static void note(int kind, int fd, int64_t number, const char *path, const void *data, size_t length) {
    if (recording < 0) return;
    struct __attribute__((packed)) { uint8_t kind; int32_t fd; int64_t number; uint32_t path; uint64_t length; } head =
        { (uint8_t)kind, fd, number, (uint32_t)(path ? strlen(path) : 0), length };
    struct iovec parts[3] = { { &head, sizeof head }, { (void *)path, head.path }, { (void *)data, length } };
    if (syscall(SYS_writev, recording, parts, 3) != (long)(sizeof head + head.path + length)) abort();
}

static int fails(int what) {
    if (!(fail_what & what)) return 0;
    long call = ++fail_calls;
    if (call == fail_at || (fail_every && call > fail_at)) { errno = fail_error; return 1; }
    return 0;
}

void laboratory_record(const char *log, const char *folder) {
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    memset(followed, 0, sizeof followed);
    recording = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

void laboratory_fail(int what, long at, int every, int error, const char *folder) {
    int fd;
    char link[64], path[PATH_MAX];
    pthread_mutex_lock(&turn);
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    for (fd = 0; fd < 1024; fd++) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t got = readlink(link, path, sizeof path - 1);
        path[got > 0 ? got : 0] = 0;
        followed[fd] = got > 0 && below(path);
    }
    fail_what = what; fail_at = at; fail_every = every; fail_error = error; fail_calls = 0;
    pthread_mutex_unlock(&turn);
}

long laboratory_calls(void) { return fail_calls; }
void laboratory_mark(const void *data, size_t length) {
    pthread_mutex_lock(&turn);
    note(MARK, -1, 0, NULL, data, length);
    pthread_mutex_unlock(&turn);
}
void laboratory_stop(void) { root_length = 0; recording = -1; fail_what = 0; }

static int opened(int fd, int flags) {
    char link[64], path[PATH_MAX];
    struct stat about;
    if (!at_work() || fd < 0 || fd >= MOST) return fd;
    int kept = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t got = readlink(link, path, sizeof path - 1);
    path[got > 0 ? got : 0] = 0;
    pthread_mutex_lock(&turn);
    followed[fd] = 0;
    if (got > 0 && below(path) && (flags & O_TMPFILE) != O_TMPFILE && !fstat(fd, &about)) {
        followed[fd] = 1;
        note(OPEN, fd, flags, path, S_ISDIR(about.st_mode) ? "d" : (flags & O_TRUNC) ? "t" : "f", 1);
    }
    pthread_mutex_unlock(&turn);
    errno = kept;
    return fd;
}

#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
int open(const char *path, int flags, ...) { REAL(int, "open", const char *, int, ...); MODE return opened(real(path, flags, mode), flags); }
int open64(const char *path, int flags, ...) { REAL(int, "open64", const char *, int, ...); MODE return opened(real(path, flags, mode), flags); }
int openat(int at, const char *path, int flags, ...) { REAL(int, "openat", int, const char *, int, ...); MODE return opened(real(at, path, flags, mode), flags); }
int openat64(int at, const char *path, int flags, ...) { REAL(int, "openat64", int, const char *, int, ...); MODE return opened(real(at, path, flags, mode), flags); }
int creat(const char *path, mode_t mode) { REAL(int, "creat", const char *, mode_t); return opened(real(path, mode), O_CREAT | O_TRUNC); }
int creat64(const char *path, mode_t mode) { REAL(int, "creat64", const char *, mode_t); return opened(real(path, mode), O_CREAT | O_TRUNC); }

int close(int fd) {
    REAL(int, "close", int);
    if (!follows(fd)) return real(fd);
    pthread_mutex_lock(&turn);
    followed[fd] = 0;
    note(CLOSE, fd, 0, NULL, NULL, 0);
    int answer = real(fd);
    pthread_mutex_unlock(&turn);
    return answer;
}

#define WRITTEN(at, call) \
    pthread_mutex_lock(&turn); \
    ssize_t answer = fails(WRITES) ? -1 : (call); \
    if (answer > 0) note(WRITE, fd, at, NULL, data, (size_t)answer); \
    pthread_mutex_unlock(&turn); \
    return answer;

ssize_t pwrite(int fd, const void *data, size_t length, off_t at) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    if (!follows(fd)) return real(fd, data, length, at);
    WRITTEN(at, real(fd, data, length, at))
}
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    if (!follows(fd)) return real(fd, data, length, at);
    WRITTEN(at, real(fd, data, length, at))
}
ssize_t write(int fd, const void *data, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (!follows(fd)) return real(fd, data, length);
    int flags = fcntl(fd, F_GETFL);
    off_t at = lseek(fd, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
    WRITTEN(at, real(fd, data, length))
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    if (!follows(fd)) return real(fd, parts, count);
    ssize_t sum = 0;
    for (int part = 0; part < count; part++) {
        ssize_t got = write(fd, parts[part].iov_base, parts[part].iov_len);
        if (got < 0) return sum ? sum : got;
        sum += got;
        if ((size_t)got < parts[part].iov_len) break;
    }
    return sum;
}

#define NOTED(what, kind, number, call) \
    pthread_mutex_lock(&turn); \
    int answer = fails(what) ? -1 : (call); \
    if (!answer) note(kind, fd, number, NULL, NULL, 0); \
    pthread_mutex_unlock(&turn); \
    return answer;

int ftruncate(int fd, off_t size) { REAL(int, "ftruncate", int, off_t); if (!follows(fd)) return real(fd, size); NOTED(WRITES, CUT, size, real(fd, size)) }
int ftruncate64(int fd, off64_t size) { REAL(int, "ftruncate64", int, off64_t); if (!follows(fd)) return real(fd, size); NOTED(WRITES, CUT, size, real(fd, size)) }
int fsync(int fd) { REAL(int, "fsync", int); if (!follows(fd)) return real(fd); NOTED(SYNCS, SYNC, 0, real(fd)) }
int fdatasync(int fd) { REAL(int, "fdatasync", int); if (!follows(fd)) return real(fd); NOTED(SYNCS, SYNC, 0, real(fd)) }

#define ENTRY(kind, at, path, more, call) \
    char whole[PATH_MAX], other[PATH_MAX] = ""; \
    if (!at_work()) return call; \
    absolute(at, path, whole); \
    more; \
    pthread_mutex_lock(&turn); \
    int answer = call; \
    if (!answer && (below(whole) || (other[0] && below(other)))) note(kind, -1, 0, whole, other, strlen(other)); \
    pthread_mutex_unlock(&turn); \
    return answer;

int unlink(const char *path) { REAL(int, "unlink", const char *); ENTRY(UNLINK, AT_FDCWD, path, , real(path)) }
int unlinkat(int at, const char *path, int flags) { REAL(int, "unlinkat", int, const char *, int); ENTRY(UNLINK, at, path, , real(at, path, flags)) }
int rmdir(const char *path) { REAL(int, "rmdir", const char *); ENTRY(UNLINK, AT_FDCWD, path, , real(path)) }
int mkdir(const char *path, mode_t mode) { REAL(int, "mkdir", const char *, mode_t); ENTRY(FOLDER, AT_FDCWD, path, , real(path, mode)) }
int rename(const char *from, const char *to) { REAL(int, "rename", const char *, const char *); ENTRY(RENAME, AT_FDCWD, from, absolute(AT_FDCWD, to, other), real(from, to)) }
int renameat(int a, const char *from, int b, const char *to) { REAL(int, "renameat", int, const char *, int, const char *); ENTRY(RENAME, a, from, absolute(b, to, other), real(a, from, b, to)) }
int link(const char *from, const char *to) { REAL(int, "link", const char *, const char *); ENTRY(LINK, AT_FDCWD, from, absolute(AT_FDCWD, to, other), real(from, to)) }
