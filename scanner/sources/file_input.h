// The bytes of an open file, pipe or standard input.
//
// Most files of a source tree are small, so system calls are what they cost.
// A regular file that fits the buffer is read by one read(): it returns fewer
// bytes than asked for, and as many as fstat() said the file has, so that is
// the end and no second read() has to find it. Where the two disagree (the
// file grows, shrinks, or is one of /proc that says 0) reading goes on until
// read() returns 0, so nothing is lost by the shortcut.
//
// Files are read, never mapped: a mapped file that another program truncates
// kills the process with SIGBUS.
//
// A stream (a pipe, a terminal) may have nothing to read for hours, or no
// writer yet. read() then waits, but looks up ten times a second whether the
// scan is to end: a signal may have interrupted another thread than the one
// that waits here, and a time-out interrupts none.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

#include "scanner/core/input.h"
#include "scanner/core/result.h"
#include "scanner/sources/descriptor.h"

namespace patrol {

class FileInput final : public Input {
 public:
  // A regular file. `size`: bytes that it had when it was opened; 0 if that is
  // nothing that can be relied upon (/proc).
  FileInput(Descriptor file, std::uint64_t size)
      : file_(std::move(file)), size_(size) {}

  // What may have to be waited for.
  static FileInput stream(Descriptor file);

  // Once `stop` is set, read() of a stream no longer waits: it is the error
  // "interrupted". `stop` must outlive the input.
  void heed(const std::atomic<bool>& stop) { stop_ = &stop; }

  Result<std::size_t> read(char* to, std::size_t capacity) override;
  bool seek(std::uint64_t offset) override;

  std::uint64_t size() const { return size_; }

 private:
  bool wait_for_more() const;

  Descriptor file_;
  std::uint64_t size_;
  bool is_stream_ = false;
  const std::atomic<bool>* stop_ = nullptr;  // null: nothing to heed
  std::uint64_t passed_ = 0;                 // bytes that read() has returned
  bool at_end_ = false;
};

// What `file` is, from fstat(): the input over a regular file, or the error
// "not a regular file".
Result<FileInput> regular_input(Descriptor file);

// A file that the user named. Symbolic links are followed, and a pipe or a
// terminal is read as a stream to its end, since `patrol scan <(command)` and
// /dev/stdin are such. Opening a FIFO does not wait for its writer, read()
// does. Folders, sockets and block devices are errors.
Result<FileInput> open_named(const std::string& path);

// Standard input. A closed one is an error, not an empty file.
Result<FileInput> open_standard_input();

// All of `input`, for files that are read for their meaning (ignore rules, an
// index). More than `limit` bytes are an error.
Result<std::string> read_whole(FileInput input, std::size_t limit);

// Why the last system call failed: strerror's text for `number`.
Error system_error(int number);

}  // namespace patrol
