// Makes a program meet a killed process, a full disk or another host where a test wants it, without a line in the program: preloaded
// (LD_PRELOAD=libfaults.so; Linux with glibc), it stands between the program and the system's calls on files.
//
// Counted are the calls that change something and whose path, or whose descriptor's path, contains UNET_FAULT_PATH; the first is number 1.
// Of a call with two paths the second counts, which is the one that changes.
//
//   UNET_FAULT_PATH   a part of the paths to count; without it nothing is counted
//   UNET_FAULT_CALL   the calls to count, as create,write,fsync,truncate,rename,link,unlink,mkdir,rmdir (all of them by default), or open:
//                     to open for reading, which is counted only where it is named. create: to open for writing
//   UNET_FAULT        what happens at the N-th of them:
//                       kill-before:N, kill-after:N   SIGKILL
//                       kill-within:N                 SIGKILL after half of the bytes of a write; before a call of another kind
//                       stop-before:N                 SIGSTOP; after SIGCONT the call is made
//                       ENOSPC:N, ENOSPC-from:N       it fails, or it and all that follow; also EIO, EROFS, EACCES, EDQUOT, ESTALE
//                       short-write:N                 it writes half of its bytes, and what follows fails with ENOSPC
//   UNET_FAULT_LOG    a file that gets a line for each counted call, before it is made: number, call, path, separated by tabs
//   UNET_FAULT_HOST   what gethostname and uname say
//   UNET_FAULT_BOOT   a file that is opened in place of the system's boot id
//   UNET_FAULT_CLOCK  SECONDS@N: the clock of the day jumps by so many seconds at the N-th counted call; the monotonic clock goes on
#pragma once
