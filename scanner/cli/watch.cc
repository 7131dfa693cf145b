#include "scanner/cli/watch.h"

#include <chrono>
#include <iostream>
#include <utility>

#include "scanner/cli/stop.h"

namespace patrol {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto kFirst = 500ms;
constexpr auto kRedraw = 100ms;
// Back to the first column, and everything right of it cleared.
constexpr std::string_view kWipe = "\r\x1b[K";

}  // namespace

Watch::Watch(const WatchOptions& options, std::function<std::string()> line)
    : options_(options), line_(std::move(line)) {
  if (options_.progress || options_.timeout_seconds) {
    thread_ = std::thread([this] { run(); });
  }
}

Watch::~Watch() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    is_done_ = true;
  }
  done_.notify_one();
  thread_.join();
}

bool Watch::timed_out() const {
  const std::lock_guard lock(mutex_);
  return timed_out_;
}

void Watch::run() {
  const auto start = Clock::now();
  auto deadline = Clock::time_point::max();
  if (options_.timeout_seconds) {
    deadline =
        start + std::chrono::duration_cast<Clock::duration>(
                    std::chrono::duration<double>(*options_.timeout_seconds));
  }
  auto next_draw = options_.progress ? start + kFirst : deadline;
  bool drawn = false;
  std::unique_lock lock(mutex_);
  while (!done_.wait_until(lock, std::min(deadline, next_draw),
                           [this] { return is_done_; })) {
    const auto now = Clock::now();
    if (now >= deadline) {
      timed_out_ = true;
      stop_requested().store(true);
      deadline = Clock::time_point::max();
    }
    if (options_.progress && now >= next_draw) {
      std::cerr << kWipe << line_() << std::flush;
      drawn = true;
      next_draw = now + kRedraw;
    } else if (!options_.progress) {
      next_draw = deadline;
    }
  }
  if (drawn) std::cerr << kWipe << std::flush;
}

}  // namespace patrol
