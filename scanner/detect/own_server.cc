#include "scanner/detect/own_server.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/core/ascii.h"
#include "scanner/detect/carrier.h"

namespace patrol {
namespace {

constexpr std::string_view kScheme = "https://";
constexpr std::string_view kGives = "=:(,";
constexpr std::string_view kLineEnds = "\r\n";
constexpr std::size_t kLongestHost = 100;
constexpr std::size_t kLongestName = 100;  // that an address is given to

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
  const std::string_view before = text.substr(0, begin);
  const std::size_t at = host_begin(text, begin);
  const std::string_view host = host_at(text, at);
  return {begin, lowered(host),
          before.substr(before.find_last_of(kLineEnds) + 1),
          text.substr(at + host.size())};
}

bool is_named(const Address& address, Text word) {
  if (word.starts_with('.')) return address.host.ends_with(word);
  if (word.starts_with('/')) return address.path.starts_with(word);
  const std::size_t size = address.ahead.size();
  const auto name = address.ahead.substr(size - std::min(size, kLongestName));
  const std::string low = lowered(word);
  return address.host.find(low) != std::string::npos ||
         lowered(name).find(low) != std::string::npos;
}

// "see https://docs.gitea.com" only mentions an address.
bool is_given(const Address& address, const CarrierWindow& window) {
  const std::size_t last = address.ahead.find_last_not_of(" \t\"'`");
  if (last == address.ahead.npos) return true;
  if (kGives.find(address.ahead[last]) != kGives.npos) return true;
  const std::size_t from = std::min(address.begin, window.secret.begin);
  const std::size_t to = std::max(address.begin, window.secret.begin);
  return window.text.substr(from, to - from).find_first_of(kLineEnds) ==
         std::string_view::npos;
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

std::string nearest_host(const CarrierWindow& window, View<Text> words) {
  const std::string_view text = window.text;
  const std::uint64_t middle = window.secret.begin;
  std::string nearest;
  std::uint64_t least = text.size() + 1;
  for (std::size_t at = text.find(kScheme); at != text.npos;
       at = text.find(kScheme, at + 1)) {
    const std::uint64_t distance = at < middle ? middle - at : at - middle;
    if (distance >= least) continue;
    const Address address = address_at(text, at);
    if (address.host.empty() || !is_given(address, window) ||
        std::ranges::none_of(
            words, [&](Text word) { return is_named(address, word); })) {
      continue;
    }
    least = distance;
    nearest = address.host;
  }
  return nearest;
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
