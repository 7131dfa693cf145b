#include "scanner/detect/gitlab_routable.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>

#include "scanner/core/codec.h"

namespace patrol {
namespace {

constexpr std::string_view kForm = ".01.";
constexpr std::size_t kLengthDigits = 2;
constexpr std::size_t kCrcDigits = 7;
constexpr std::size_t kTail = kForm.size() + kLengthDigits + kCrcDigits;
constexpr std::size_t kRandomBytes = 16;

// nullopt: not a number in base 36, or more than 64 bits.
std::optional<std::uint64_t> from_base36(std::string_view text) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, 36);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::string to_base36(std::uint32_t value) {
  std::array<char, kCrcDigits> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                 value, 36)  // 36^7 > 2^32: it fits
                       .ptr;
  const std::string_view text(digits.data(), end);
  return std::string(kCrcDigits - text.size(), '0').append(text);
}

// The lines "key:value" of the payload. The token's prefix may end in
// characters of base64url ("glrt-t1_"), so its length tells where it begins.
std::optional<std::string> routing_of(std::string_view secret) {
  if (secret.size() <= kTail) return std::nullopt;
  const std::string_view head = secret.substr(0, secret.size() - kTail);
  const std::string_view tail = secret.substr(head.size());
  const auto length = from_base36(tail.substr(kForm.size(), kLengthDigits));
  if (!tail.starts_with(kForm) || !length || *length > head.size()) {
    return std::nullopt;
  }
  const auto payload = decode_base64(head.substr(head.size() - *length));
  if (!payload || payload->size() <= kRandomBytes) return std::nullopt;
  const auto size = static_cast<unsigned char>(payload->back());
  if (payload->size() != kRandomBytes + size + 1) return std::nullopt;
  return payload->substr(kRandomBytes, size);
}

struct RoutingKey {
  char key;
  const char* fact;  // null: says nothing to a person
};
constexpr RoutingKey kKeys[] = {{'c', nullptr},        {'g', "group"},
                                {'o', "organization"}, {'p', "project"},
                                {'t', nullptr},        {'u', "user"}};

const RoutingKey* find_key(char key) {
  for (const RoutingKey& known : kKeys) {
    if (known.key == key) return &known;
  }
  return nullptr;
}

}  // namespace

bool gitlab_routable_digits_hold(std::string_view secret, View<Text>) {
  if (secret.size() <= kTail) return false;
  const std::string_view body = secret.substr(0, secret.size() - kCrcDigits);
  return to_base36(crc32(body)) == secret.substr(body.size());
}

std::optional<Facts> read_gitlab_routable(std::string_view secret,
                                          const Rule&) {
  const std::optional<std::string> routing = routing_of(secret);
  if (!routing) return std::nullopt;
  Facts facts;
  std::string_view rest = *routing;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.size() < 3 || line[1] != ':') return std::nullopt;
    const RoutingKey* const known = find_key(line[0]);
    const auto value = from_base36(line.substr(2));
    if (!known || !value) return std::nullopt;
    if (known->fact) facts.emplace_back(known->fact, std::to_string(*value));
  }
  return facts;
}

}  // namespace patrol
