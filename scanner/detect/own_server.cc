#include "scanner/detect/own_server.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/core/ascii.h"
#include "scanner/detect/carrier.h"

namespace patrol {
namespace {

constexpr std::string_view kScheme = "https://";
constexpr std::string_view kGives = "=:(,";
constexpr std::string_view kLineEnds = "\r\n";
constexpr std::size_t kLongestHost = 100;
constexpr std::size_t kLongestName = 100;  // that an address is given to
// Of a window that is all addresses: what each token costs stays bounded.
constexpr std::size_t kMostAddresses = 32;

//   GITEA_URL="https://git.shop.net:3000/api/v1/user"
//   | ahead    |       | host           | path …
struct Address {
  std::size_t begin = 0;   // of its scheme
  std::string host;        // in lower case, with its port
  std::string_view ahead;  // of it in its line
  std::string_view path;   // and what follows, to the text's end
};

bool is_host_byte(char c) {
  return is_alnum(c) || c == '.' || c == '-' || c == ':';
}

// From `begin` on; empty: none, or one too long for a host.
std::string_view host_at(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && is_host_byte(text[end])) ++end;
  while (end > begin && !is_alnum(text[end - 1])) --end;
  return end - begin > kLongestHost ? "" : text.substr(begin, end - begin);
}

// Where the host begins: behind "https://", and "user@" or "user:password@".
std::size_t host_begin(std::string_view text, std::size_t begin) {
  begin += kScheme.size();
  const std::size_t end = text.find_first_of("@/?#\"'`<> \t\r\n", begin);
  return end != text.npos && text[end] == '@' ? end + 1 : begin;
}

Address address_at(std::string_view text, std::size_t begin) {
  const std::size_t near = begin - std::min(begin, kLongestName);
  const std::string_view before = text.substr(near, begin - near);
  const std::size_t at = host_begin(text, begin);
  const std::string_view host = host_at(text, at);
  return {begin, lowered(host),
          before.substr(before.find_last_of(kLineEnds) + 1),
          text.substr(at + host.size())};
}

bool is_named(const Address& address, Text word) {
  if (word.starts_with('/')) return address.path.starts_with(word);
  const std::string low = lowered(word);
  if (low.starts_with('.')) {
    return address.host.substr(0, address.host.find(':')).ends_with(low);
  }
  return address.host.find(low) != std::string::npos ||
         lowered(address.ahead).find(low) != std::string::npos;
}

// The token's line, as far as it stands in the window.
Span line_of(const CarrierWindow& window) {
  const std::string_view text = window.text;
  return {
      window.before().find_last_of(kLineEnds) + 1,
      std::min(text.find_first_of(kLineEnds, window.secret.end), text.size())};
}

// "see https://docs.gitea.com" only mentions an address.
bool is_given(const Address& address, const Span& line) {
  const std::size_t last = address.ahead.find_last_not_of(" \t\"'`");
  return last == address.ahead.npos ||
         kGives.find(address.ahead[last]) != kGives.npos ||
         (address.begin >= line.begin && address.begin < line.end);
}

// Of "https://name:" + token + "@host"; empty: the token is no password of one.
std::string host_behind(const CarrierWindow& window) {
  const std::string_view before = window.before();
  const std::string_view after = window.text.substr(window.secret.end);
  const std::size_t begin = before.rfind(kScheme);
  if (begin == before.npos || !after.starts_with('@') ||
      before.find_first_of("/@ \t\r\n\"'", begin + kScheme.size()) !=
          before.npos) {
    return "";
  }
  return lowered(host_at(after, 1));
}

// Where addresses begin, the nearest first.
std::vector<std::size_t> addresses_near(const CarrierWindow& window) {
  const auto order = [middle = window.secret.begin](std::size_t at) {
    return std::pair(at < middle ? middle - at : at - middle, at);
  };
  std::vector<std::size_t> begins;
  for (std::size_t at = window.text.find(kScheme); at != window.text.npos;
       at = window.text.find(kScheme, at + 1)) {
    begins.push_back(at);
  }
  const std::size_t kept = std::min(begins.size(), kMostAddresses);
  const auto end = begins.begin() + static_cast<std::ptrdiff_t>(kept);
  std::ranges::partial_sort(begins, end, {}, order);
  begins.resize(kept);
  return begins;
}

std::string nearest_host(const CarrierWindow& window, View<Text> words) {
  const Span line = line_of(window);
  for (const std::size_t at : addresses_near(window)) {
    const Address address = address_at(window.text, at);
    const auto names = [&](Text word) { return is_named(address, word); };
    if (!address.host.empty() && is_given(address, line) &&
        std::ranges::any_of(words, names)) {
      return address.host;
    }
  }
  return "";
}

}  // namespace

void read_own_server(const Place& secret, View<Text> words, Facts& facts) {
  if (words.empty()) return;
  const CarrierWindow window = carrier_window(secret);
  std::string host = host_behind(window);
  if (host.empty()) host = nearest_host(window, words);
  if (!host.empty()) add_new_facts({{"host", std::move(host)}}, facts);
}

}  // namespace patrol
