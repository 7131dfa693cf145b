#include "scanner/logins/login_client.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <deque>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "scanner/logins/amqp_login.h"
#include "scanner/logins/mongodb_login.h"
#include "scanner/logins/mysql_login.h"
#include "scanner/logins/patience.h"
#include "scanner/logins/postgresql_login.h"
#include "scanner/logins/redis_login.h"

namespace patrol {
namespace {

struct Task {
  LoginRequest request;
  LoginClient::Done done;
};

// libpq's variables: PGSERVICE and PGHOSTADDR would lead the password elsewhere
// than where the user allowed it, and there is no other way to overrule them.
void forget_pg_variables() {
  std::vector<std::string> names;
  for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
    const std::string_view variable = *each;
    if (variable.starts_with("PG")) {
      names.emplace_back(variable.substr(0, variable.find('=')));
    }
  }
  for (const std::string& name : names) ::unsetenv(name.c_str());
}

// Signals are the main thread's. And a connection that breaks while a library
// writes to it must not end the program.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

class LoginClient::Impl {
 public:
  Impl(const CurlLibrary& curl, const HttpOptions& options)
      : curl_(curl), options_(options) {}

  void ask(Task task) { waiting_.push_back(std::move(task)); }

  void run(const std::atomic<bool>& stop) {
    if (waiting_.empty()) return;
    forget_pg_variables();
    std::vector<std::thread> threads;
    const std::size_t count = std::min(kLoginsAtOnce, waiting_.size());
    while (threads.size() < count) {
      threads.emplace_back([this, &stop] {
        block_signals();
        work(stop);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

 private:
  void work(const std::atomic<bool>& stop) {
    std::unique_lock lock(mutex_);
    while (!waiting_.empty()) {
      const Task task = std::move(waiting_.front());
      waiting_.pop_front();
      const std::string place = task.request.place();
      if (failures_[place] >= kMostFailures) {
        task.done(unknown("its server gave no verdict on those before"));
        continue;
      }
      lock.unlock();
      const Verification verdict = log_in(task.request, stop);
      lock.lock();
      const bool has_failed = verdict.status == LiveStatus::kUnknown;
      failures_[place] = has_failed ? failures_[place] + 1 : 0;
      task.done(verdict);
    }
  }

  Verification log_in(const LoginRequest& request,
                      const std::atomic<bool>& stop) const {
    const Patience patience(kRequestTime, stop);
    if (patience.is_over()) return unknown(patience.reason());
    switch (request.protocol) {
      case LoginProtocol::kPostgresql:
        return postgresql_login(request, options_.ca_file, patience);
      case LoginProtocol::kMysql:
        return mysql_login(request, options_.ca_file, patience);
      case LoginProtocol::kRedis:
        return redis_login(curl_, request, options_, patience);
      case LoginProtocol::kMongodb:
        return mongodb_login(curl_, request, options_, patience);
      case LoginProtocol::kAmqp:
        break;
    }
    return amqp_login(curl_, request, options_, patience);
  }

  const CurlLibrary& curl_;
  const HttpOptions& options_;
  std::mutex mutex_;  // guards the rest, and calls of done
  std::deque<Task> waiting_;
  std::map<std::string, int> failures_;  // in a row, of a host and port
};

LoginClient::LoginClient(const CurlLibrary& curl, const HttpOptions& options)
    : impl_(std::make_unique<Impl>(curl, options)) {}
LoginClient::~LoginClient() = default;

void LoginClient::ask(LoginRequest request, Done done) {
  impl_->ask({std::move(request), std::move(done)});
}

void LoginClient::run(const std::atomic<bool>& stop) { impl_->run(stop); }

}  // namespace patrol
