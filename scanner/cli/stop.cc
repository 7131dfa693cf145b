#include "scanner/cli/stop.h"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>

namespace patrol {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

std::atomic<bool> g_stop = false;
std::atomic<int> g_signal = 0;
static_assert(std::atomic<bool>::is_always_lock_free &&
              std::atomic<int>::is_always_lock_free);

void on_signal(int number) {
  if (g_signal.exchange(number) != 0) _exit(128 + number);
  g_stop.store(true);
}

}  // namespace

std::atomic<bool>& stop_requested() { return g_stop; }

void handle_signals() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  for (int number : kSignals) {
    struct sigaction before = {};
    sigaction(number, nullptr, &before);
    // Ignored for us on purpose (nohup): leave it so.
    if (before.sa_handler != SIG_IGN) sigaction(number, &action, nullptr);
  }
  // Then write() says that the reader is gone, or the size limit reached.
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

int stopped_by_signal() { return g_signal.load(); }

void die_by_signal() {
  signal(stopped_by_signal(), SIG_DFL);
  raise(stopped_by_signal());
  std::_Exit(128 + stopped_by_signal());
}

}  // namespace patrol
