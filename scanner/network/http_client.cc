#include "scanner/network/http_client.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <list>
#include <map>
#include <new>
#include <utility>

#include "scanner/network/address.h"
#include "scanner/network/curl_library.h"

namespace patrol {
namespace {

using Clock = std::chrono::steady_clock;

struct FreeEasy {
  const CurlLibrary* curl;
  void operator()(CURL* easy) const { curl->easy_cleanup(easy); }
};
struct FreeList {
  const CurlLibrary* curl;
  void operator()(curl_slist* list) const { curl->slist_free_all(list); }
};

// One request from when it is asked to when it is answered.
struct Task {
  HttpRequest request;
  HttpClient::Done done;
  int tries = 0;
  Clock::time_point not_before = {};
};

// What happens with a task while it is on the wire.
struct Transfer {
  Task task;
  std::unique_ptr<CURL, FreeEasy> easy;
  std::unique_ptr<curl_slist, FreeList> headers;
  HttpAnswer answer = {};
  std::size_t header_bytes = 0;
  bool is_proxied = false;
  bool is_refused = false;   // its address is none to send secrets to
  bool is_too_long = false;  // the answer
};

bool is_public(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in in;
    std::memcpy(&in, address, sizeof in);
    Ipv4 bytes;
    std::memcpy(bytes.data(), &in.sin_addr, bytes.size());
    return patrol::is_public(bytes);
  }
  if (address->sa_family != AF_INET6) return false;
  sockaddr_in6 in;
  std::memcpy(&in, address, sizeof in);
  Ipv6 bytes;
  std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
  return patrol::is_public(bytes);
}

// ---- libcurl's callbacks: none lets an exception through --------------------

curl_socket_t open_socket(void* data, curlsocktype, curl_sockaddr* address) {
  auto* transfer = static_cast<Transfer*>(data);
  if (!transfer->is_proxied && !transfer->task.request.may_be_private &&
      !is_public(&address->addr)) {
    transfer->is_refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC,
                  address->protocol);
}

std::size_t take_body(const char* bytes, std::size_t, std::size_t size,
                      void* data) {
  auto* transfer = static_cast<Transfer*>(data);
  if (transfer->answer.body.size() + size > kLargestBody) {
    transfer->is_too_long = true;
    return 0;
  }
  try {
    transfer->answer.body.append(bytes, size);
  } catch (const std::bad_alloc&) {
    return 0;
  }
  return size;
}

void take_line(std::string_view line, HttpAnswer& answer) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) answer.headers.clear();  // after 1xx
  const std::size_t colon = line.find(':');
  if (colon == line.npos) return;
  std::string_view value = line.substr(colon + 1);
  while (value.starts_with(' ') || value.starts_with('\t')) {
    value.remove_prefix(1);
  }
  answer.headers.emplace_back(line.substr(0, colon), value);
}

std::size_t take_header(const char* bytes, std::size_t, std::size_t size,
                        void* data) {
  auto* transfer = static_cast<Transfer*>(data);
  transfer->header_bytes += size;
  if (transfer->header_bytes > kLargestHeaders) {
    transfer->is_too_long = true;
    return 0;
  }
  try {
    take_line({bytes, size}, transfer->answer);
  } catch (const std::bad_alloc&) {
    return 0;
  }
  return size;
}

// ---- What went wrong --------------------------------------------------------

std::string failure_of(const CurlLibrary& curl, const Transfer& transfer,
                       CURLcode code) {
  if (transfer.is_refused) {
    return "the host's address is private: --allow-host asks it all the same";
  }
  if (transfer.is_too_long) return "the answer is too long";
  if (code == CURLE_OPERATION_TIMEDOUT) {
    return "no answer within " + std::to_string(kRequestTime.count()) + " s";
  }
  return curl.easy_strerror(code);  // a fixed text
}

// How long a server asks to be left alone; a date is not told from nothing.
std::chrono::seconds wait_of(const HttpAnswer& answer) {
  const std::string_view said = answer.header("Retry-After");
  std::uint32_t seconds = 0;
  const auto [end, failed] =
      std::from_chars(said.data(), said.data() + said.size(), seconds);
  if (said.empty() || failed != std::errc()) return kWaitUnsaid;
  return std::chrono::seconds(seconds);
}

bool wants_patience(const HttpAnswer& answer) {
  return answer.status == 429 || answer.status == 503;
}

}  // namespace

class HttpClient::Impl {
 public:
  Impl(const CurlLibrary& curl, HttpOptions options)
      : curl_(curl), options_(std::move(options)), multi_(curl.multi_init()) {}
  ~Impl() {
    for (Transfer& transfer : running_) {
      curl_.multi_remove_handle(multi_, transfer.easy.get());
    }
    running_.clear();
    curl_.multi_cleanup(multi_);
  }

  void ask(Task task) { waiting_.push_back(std::move(task)); }

  void run(const std::atomic<bool>& stop) {
    while (!waiting_.empty() || !running_.empty()) {
      if (stop.load(std::memory_order_relaxed)) {
        fail_all();
        return;
      }
      start_what_may();
      int active = 0;
      curl_.multi_perform(multi_, &active);
      take_finished();
      if (waiting_.empty() && running_.empty()) return;
      curl_.multi_poll(multi_, nullptr, 0, kLongestNap, nullptr);
    }
  }

 private:
  // How a host has behaved.
  struct Host {
    std::size_t running = 0;
    int failures = 0;  // in a row
    Clock::time_point not_before = {};
  };

  static constexpr int kLongestNap = 50;  // ms; a signal is heeded as soon

  void start_what_may() {
    const auto now = Clock::now();
    for (auto at = waiting_.begin();
         at != waiting_.end() && running_.size() < kAtOnce;) {
      const auto task = at++;
      Host& host = hosts_[task->request.host];
      if (host.failures >= kMostFailures) {
        Task failed = std::move(*task);
        waiting_.erase(task);
        failed.done({{}, "the host does not answer"});
        at = waiting_.begin();  // done may have asked more
        continue;
      }
      if (host.running >= kAtOncePerHost ||
          std::max(host.not_before, task->not_before) > now) {
        continue;
      }
      ++host.running;
      start(std::move(*task));
      waiting_.erase(task);
    }
  }

  void start(Task task) {
    running_.push_back(
        {std::move(task), {curl_.easy_init(), {&curl_}}, {nullptr, {&curl_}}});
    Transfer& transfer = running_.back();
    ++transfer.task.tries;
    set_request(transfer);
    set_limits(transfer);
    curl_.multi_add_handle(multi_, transfer.easy.get());
  }

  template <typename Value>
  void set(Transfer& transfer, CURLoption option, Value value) {
    curl_.easy_setopt(transfer.easy.get(), option, value);
  }

  void set_request(Transfer& transfer) {
    const HttpRequest& request = transfer.task.request;
    set(transfer, CURLOPT_URL,
        ("https://" + request.host + request.path).c_str());
    set(transfer, CURLOPT_PATH_AS_IS, 1L);
    if (!request.body.empty() || request.method == "POST") {
      set(transfer, CURLOPT_POSTFIELDSIZE_LARGE,
          static_cast<curl_off_t>(request.body.size()));
      set(transfer, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    if (request.method == "HEAD") set(transfer, CURLOPT_NOBODY, 1L);
    set(transfer, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_slist* headers = curl_.slist_append(nullptr, "Expect:");
    // What is not there is no form: Dropbox refuses one.
    if (request.body.empty()) {
      headers = curl_.slist_append(headers, "Content-Type:");
    }
    for (const std::string& header : request.headers) {
      headers = curl_.slist_append(headers, header.c_str());
    }
    transfer.headers.reset(headers);
    set(transfer, CURLOPT_HTTPHEADER, headers);
    set(transfer, CURLOPT_USERAGENT, options_.user_agent.c_str());
  }

  void set_limits(Transfer& transfer) {
    const std::string& host = transfer.task.request.host;
    const std::string proxy = proxy_for(
        std::string_view(host).substr(0, host.find(':')), options_.variables);
    transfer.is_proxied = !proxy.empty();
    set(transfer, CURLOPT_PROXY, proxy.c_str());
    set(transfer, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(transfer, CURLOPT_PROTOCOLS_STR, "https");
    set(transfer, CURLOPT_FOLLOWLOCATION, 0L);
    set(transfer, CURLOPT_NOSIGNAL, 1L);
    set(transfer, CURLOPT_CONNECTTIMEOUT_MS,
        static_cast<long>(kConnectTime.count() * 1000));
    set(transfer, CURLOPT_TIMEOUT_MS,
        static_cast<long>(kRequestTime.count() * 1000));
    if (!options_.ca_file.empty()) {
      set(transfer, CURLOPT_CAINFO, options_.ca_file.c_str());
      set(transfer, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    set(transfer, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    set(transfer, CURLOPT_OPENSOCKETDATA, &transfer);
    set(transfer, CURLOPT_WRITEFUNCTION, take_body);
    set(transfer, CURLOPT_WRITEDATA, &transfer);
    set(transfer, CURLOPT_HEADERFUNCTION, take_header);
    set(transfer, CURLOPT_HEADERDATA, &transfer);
    set(transfer, CURLOPT_PRIVATE, &transfer);
  }

  void take_finished() {
    int left = 0;
    while (CURLMsg* message = curl_.multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* easy = message->easy_handle;
      const CURLcode code = message->data.result;
      const auto at = std::ranges::find_if(
          running_, [easy](const Transfer& t) { return t.easy.get() == easy; });
      long status = 0;
      curl_.easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
      at->answer.status = static_cast<std::uint32_t>(status);
      curl_.multi_remove_handle(multi_, easy);
      finish(at, code);
    }
  }

  void finish(std::list<Transfer>::iterator at, CURLcode code) {
    const std::string& name = at->task.request.host;
    Host& host = hosts_[name];
    --host.running;
    HttpOutcome outcome;
    if (code == CURLE_OK) {
      host.failures = 0;
      outcome.answer = std::move(at->answer);
    } else {
      outcome.failure = failure_of(curl_, *at, code);
      if (!at->is_refused && !at->is_too_long) ++host.failures;
    }
    Task task = std::move(at->task);
    const bool is_final = at->is_refused || at->is_too_long;
    running_.erase(at);
    if (is_final || !tries_again(task, outcome, host)) task.done(outcome);
  }

  // Puts the task back where it is worth another try.
  bool tries_again(Task& task, const HttpOutcome& outcome, Host& host) {
    const bool is_refusal = outcome.answer && wants_patience(*outcome.answer);
    if (outcome.answer && !is_refusal) return false;
    const int most = is_refusal ? kMostTries : 2;
    const std::chrono::seconds wait =
        is_refusal ? wait_of(*outcome.answer) : std::chrono::seconds(1);
    if (task.tries >= most || wait > kLongestWait) return false;
    task.not_before = Clock::now() + wait;
    if (is_refusal) host.not_before = task.not_before;
    waiting_.push_back(std::move(task));
    return true;
  }

  void fail_all() {
    for (Transfer& transfer : running_) {
      curl_.multi_remove_handle(multi_, transfer.easy.get());
      waiting_.push_back(std::move(transfer.task));
    }
    running_.clear();
    std::list<Task> left = std::move(waiting_);
    waiting_.clear();
    for (Task& task : left) task.done({{}, "interrupted"});
    waiting_.clear();  // what they asked in turn
  }

  const CurlLibrary& curl_;
  const HttpOptions options_;
  CURLM* multi_;
  std::list<Task> waiting_;
  std::list<Transfer> running_;  // libcurl points into it
  std::map<std::string, Host> hosts_;
};

HttpClient::HttpClient(const CurlLibrary& curl, HttpOptions options)
    : impl_(std::make_unique<Impl>(curl, std::move(options))) {}
HttpClient::~HttpClient() = default;

void HttpClient::ask(HttpRequest request, Done done) {
  impl_->ask({std::move(request), std::move(done)});
}

void HttpClient::run(const std::atomic<bool>& stop) { impl_->run(stop); }

}  // namespace patrol
