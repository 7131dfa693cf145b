// One thread beside the scan: draws the progress line, and requests a stop
// when the time is up. Not started if there is neither to do.
//
// The line is redrawn ten times a second at most, after the first half second:
// a scan that is over by then shows nothing.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace patrol {

struct WatchOptions {
  bool progress = false;                  // on standard error
  std::optional<double> timeout_seconds;  // from now on
};

class Watch {
 public:
  // `line` makes the text of the progress line; it is called from the watching
  // thread, until the destructor has returned.
  Watch(const WatchOptions& options, std::function<std::string()> line);
  ~Watch();  // wipes the progress line
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // --timeout ended the scan.
  bool timed_out() const;

 private:
  void run();

  const WatchOptions options_;
  const std::function<std::string()> line_;
  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable done_;
  bool is_done_ = false;
  bool timed_out_ = false;
  std::thread thread_;
};

}  // namespace patrol
