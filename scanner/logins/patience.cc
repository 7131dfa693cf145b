#include "scanner/logins/patience.h"

#include <poll.h>

namespace patrol {
namespace {

constexpr int kNap = 50;  // ms

}  // namespace

Patience::Patience(std::chrono::milliseconds time,
                   const std::atomic<bool>& stop)
    : time_(time), end_(std::chrono::steady_clock::now() + time), stop_(stop) {}

bool Patience::is_over() const {
  return stop_.load(std::memory_order_relaxed) ||
         std::chrono::steady_clock::now() >= end_;
}

std::string Patience::reason() const {
  if (stop_.load(std::memory_order_relaxed)) return "interrupted";
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(time_).count();
  return "no answer within " + std::to_string(seconds) + " s";
}

short Patience::wait(int socket, short events) const {
  while (!is_over()) {
    pollfd each{socket, events, 0};
    if (::poll(&each, 1, kNap) > 0) return each.revents;
  }
  return 0;
}

}  // namespace patrol
