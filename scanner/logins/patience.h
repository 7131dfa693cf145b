// How long one login may take, whatever the server does: sockets are waited for
// in short naps, so that neither a server that says a byte a second nor one
// that says nothing keeps anybody waiting, and a signal is heeded.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

namespace patrol {

class Patience {
 public:
  // `stop` must outlive it.
  Patience(std::chrono::milliseconds time, const std::atomic<bool>& stop);

  bool is_over() const;
  std::string reason() const;  // that it is over

  // Until `socket` can do one of `events` of poll(2): which; 0: it is over.
  short wait(int socket, short events) const;

 private:
  std::chrono::milliseconds time_;
  std::chrono::steady_clock::time_point end_;
  const std::atomic<bool>& stop_;
};

}  // namespace patrol
