#include "scanner/core/secret.h"

#include <string.h>

#include <algorithm>
#include <ostream>

namespace patrol {
namespace {

// Below this length even two characters at each end say too much.
constexpr std::size_t kShortest = 16;

bool continues_utf8(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

bool belongs_to_label(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
}

// "-----BEGIN RSA PRIVATE KEY-----…" -> "RSA PRIVATE KEY". Empty for any other
// text: what somebody else's rule isolates may begin so and be a secret all
// the same.
std::string_view private_key_label(std::string_view secret) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  constexpr std::size_t kLongest = 40;
  if (!secret.starts_with(kBegin)) return {};
  secret.remove_prefix(kBegin.size());
  const std::string_view label = secret.substr(0, secret.find("-----"));
  const bool is_label = label.size() < std::min(kLongest, secret.size()) &&
                        label.find("PRIVATE KEY") != label.npos &&
                        std::ranges::all_of(label, belongs_to_label);
  return is_label ? label : std::string_view();
}

}  // namespace

std::string redact(std::string_view secret) {
  if (auto label = private_key_label(secret); !label.empty()) {
    return std::string(label) + "…";
  }
  if (secret.size() < kShortest) return "***";
  const std::size_t shown = std::min<std::size_t>(4, secret.size() / 8);
  std::size_t head = shown;
  while (head > 0 && continues_utf8(secret[head])) --head;
  std::size_t tail = secret.size() - shown;
  while (tail < secret.size() && continues_utf8(secret[tail])) ++tail;
  return std::string(secret.substr(0, head)) + "…" +
         std::string(secret.substr(tail));
}

Secret::~Secret() { explicit_bzero(bytes_.data(), bytes_.size()); }

std::ostream& operator<<(std::ostream& out, const Secret& secret) {
  return out << secret.redacted();
}

}  // namespace patrol
