#include "scanner/logins/scram_sha256.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "scanner/core/codec.h"
#include "scanner/core/digest.h"

namespace patrol {
namespace {

std::string bytes_of(const Digest& digest) {
  return {digest.begin(), digest.end()};
}

std::string hmac(std::string_view key, std::string_view text) {
  return bytes_of(hmac_sha256(key, text));
}

std::string mixed(std::string one, std::string_view other) {
  for (std::size_t i = 0; i < one.size(); ++i) {
    one[i] = static_cast<char>(one[i] ^ other[i]);
  }
  return one;
}

// PBKDF2 with one block (RFC 8018): what the RFC calls Hi().
std::string salted(std::string_view password, const std::string& salt,
                   unsigned rounds) {
  std::string last = hmac(password, salt + std::string("\0\0\0\1", 4));
  std::string sum = last;
  for (unsigned i = 1; i < rounds; ++i) {
    last = hmac(password, last);
    sum = mixed(std::move(sum), last);
  }
  return sum;
}

// In a name, what would end it is written otherwise.
std::string escaped(std::string_view user) {
  std::string out;
  for (const char c : user) {
    if (c == '=') {
      out += "=3D";
    } else if (c == ',') {
      out += "=2C";
    } else {
      out += c;
    }
  }
  return out;
}

std::string bare_first(std::string_view user, std::string_view nonce) {
  return "n=" + escaped(user) + ",r=" + std::string(nonce);
}

// "s" of "r=…,s=…,i=…"; empty: there is none.
std::string_view attribute(std::string_view message, char name) {
  while (!message.empty()) {
    const std::string_view part = message.substr(0, message.find(','));
    if (part.size() > 2 && part[0] == name && part[1] == '=') {
      return part.substr(2);
    }
    message.remove_prefix(std::min(part.size() + 1, message.size()));
  }
  return {};
}

unsigned rounds_of(std::string_view digits) {
  unsigned value = 0;
  const char* end = digits.data() + digits.size();
  const auto [rest, failed] = std::from_chars(digits.data(), end, value);
  return failed == std::errc() && rest == end ? value : 0;
}

}  // namespace

std::string scram_first(std::string_view user, std::string_view nonce) {
  return "n,," + bare_first(user, nonce);
}

std::optional<std::string> scram_final(std::string_view user,
                                       std::string_view password,
                                       std::string_view nonce,
                                       std::string_view server_first) {
  const std::string_view joint = attribute(server_first, 'r');
  const auto salt = decode_base64(attribute(server_first, 's'));
  const unsigned rounds = rounds_of(attribute(server_first, 'i'));
  const bool is_answer = joint.starts_with(nonce) && salt && rounds > 0 &&
                         rounds <= kMostScramRounds;
  if (!is_answer) return std::nullopt;
  const std::string without_proof = "c=biws,r=" + std::string(joint);
  const std::string key = hmac(salted(password, *salt, rounds), "Client Key");
  const std::string signature =
      hmac(bytes_of(sha256(key)), bare_first(user, nonce) + "," +
                                      std::string(server_first) + "," +
                                      without_proof);
  return without_proof + ",p=" + encode_base64(mixed(key, signature));
}

}  // namespace patrol
