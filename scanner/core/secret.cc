#include "scanner/core/secret.h"

#include <string.h>

#include <algorithm>
#include <ostream>

namespace patrol {
namespace {

// Below this length even two characters at each end say too much.
constexpr std::size_t kShortest = 16;
constexpr std::string_view kNothing = "***";
constexpr std::string_view kEllipsis = "…";

// Bytes shown at each end of a secret of `size` bytes, at most.
std::size_t shown_of(std::size_t size) {
  return std::min<std::size_t>(4, size / 8);
}

bool continues_utf8(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

bool belongs_to_label(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
}

bool is_label(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  return text.size() < kLongest && text.find("PRIVATE KEY") != text.npos &&
         std::ranges::all_of(text, belongs_to_label);
}

// "-----BEGIN RSA PRIVATE KEY-----…" -> "RSA PRIVATE KEY". Empty for any other
// text: what somebody else's rule isolates may begin so and be a secret all
// the same.
std::string_view private_key_label(std::string_view secret) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  if (!secret.starts_with(kBegin)) return {};
  secret.remove_prefix(kBegin.size());
  const std::string_view label = secret.substr(0, secret.find("-----"));
  const bool is_cut = label.size() < secret.size();
  return is_cut && is_label(label) ? label : std::string_view();
}

// Whether redact() could have made `text` of a secret of `size` bytes.
bool is_redaction(std::string_view text, std::size_t size) {
  if (text == kNothing) return size < kShortest;
  const std::size_t at = text.find(kEllipsis);
  if (at == text.npos || size < kShortest) return false;
  const std::size_t after = text.size() - at - kEllipsis.size();
  if (after == 0 && is_label(text.substr(0, at))) return true;
  return at <= shown_of(size) && after <= shown_of(size);
}

}  // namespace

std::string redact(std::string_view secret) {
  if (auto label = private_key_label(secret); !label.empty()) {
    return std::string(label).append(kEllipsis);
  }
  if (secret.size() < kShortest) return std::string(kNothing);
  const std::size_t shown = shown_of(secret.size());
  std::size_t head = shown;
  while (head > 0 && continues_utf8(secret[head])) --head;
  std::size_t tail = secret.size() - shown;
  while (tail < secret.size() && continues_utf8(secret[tail])) ++tail;
  return std::string(secret.substr(0, head))
      .append(kEllipsis)
      .append(secret.substr(tail));
}

Secret Secret::reported(std::string shown, std::optional<std::size_t> size) {
  Secret secret(std::move(shown));
  const std::string_view text = secret.bytes_;
  secret.is_whole_ = size ? !is_redaction(text, *size)
                          : text != kNothing && !is_redaction(text, text.npos);
  secret.size_ = size.value_or(text.size());
  return secret;
}

Secret::~Secret() { explicit_bzero(bytes_.data(), bytes_.size()); }

std::ostream& operator<<(std::ostream& out, const Secret& secret) {
  return out << secret.redacted();
}

}  // namespace patrol
