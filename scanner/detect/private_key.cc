#include "scanner/detect/private_key.h"

#include <cstdint>
#include <string>
#include <utility>

#include "scanner/detect/pem.h"
#include "scanner/detect/published_sample.h"

namespace patrol {
namespace {

using std::string_view_literals::operator""sv;

// The smallest key in use, a bare X25519 or Ed25519 in PKCS #8, has 48 bytes.
constexpr std::size_t kLeastBytes = 48;

unsigned byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

// One DER element: | tag | length | content |.
struct Element {
  unsigned tag = 0;
  std::string_view content;
};

// Takes the first element off `bytes`; nullopt if it does not fit in them or
// has a length that DER does not write (indefinite, over four bytes).
std::optional<Element> take_element(std::string_view& bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const unsigned tag = byte_at(bytes, 0);
  std::size_t length = byte_at(bytes, 1);
  std::size_t header = 2;
  if (length >= 0x80) {
    const std::size_t count = length - 0x80;
    if (count < 1 || count > 4 || bytes.size() < 2 + count) {
      return std::nullopt;
    }
    length = 0;
    for (; header < 2 + count; ++header) {
      length = (length << 8) | byte_at(bytes, header);
    }
  }
  if (length > bytes.size() - header) return std::nullopt;
  Element element{tag, bytes.substr(header, length)};
  bytes.remove_prefix(header + length);
  return element;
}

constexpr unsigned kInteger = 0x02;
constexpr unsigned kOid = 0x06;
constexpr unsigned kSequence = 0x30;

// The inside of the one SEQUENCE that `body` is.
std::optional<std::string_view> whole_sequence(std::string_view body) {
  const auto outer = take_element(body);
  if (!outer || outer->tag != kSequence || !body.empty()) return std::nullopt;
  return outer->content;
}

struct Algorithm {
  std::string_view oid;  // DER content
  std::string_view name;
};
constexpr Algorithm kAlgorithms[] = {
    {"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01"sv, "RSA"},
    {"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0A"sv, "RSA-PSS"},
    {"\x2A\x86\x48\xCE\x3D\x02\x01"sv, "EC"},
    {"\x2A\x86\x48\xCE\x38\x04\x01"sv, "DSA"},
    {"\x2A\x86\x48\x86\xF7\x0D\x01\x03\x01"sv, "DH"},
    {"\x2B\x65\x6E"sv, "X25519"},
    {"\x2B\x65\x6F"sv, "X448"},
    {"\x2B\x65\x70"sv, "Ed25519"},
    {"\x2B\x65\x71"sv, "Ed448"},
};

// " Ed25519", from an AlgorithmIdentifier; empty for one not in the table.
std::string algorithm_name(const Element& identifier) {
  std::string_view inside = identifier.content;
  const auto oid = take_element(inside);
  if (identifier.tag != kSequence || !oid || oid->tag != kOid) return {};
  for (const Algorithm& algorithm : kAlgorithms) {
    if (algorithm.oid == oid->content) return " " + std::string(algorithm.name);
  }
  return {};
}

Facts describe(std::string kind, bool encrypted) {
  return {{"kind", std::move(kind)}, {"encrypted", encrypted ? "yes" : "no"}};
}

// SEQUENCE { INTEGER version, AlgorithmIdentifier, OCTET STRING key, … }
std::optional<Facts> read_pkcs8(std::string_view body) {
  auto inside = whole_sequence(body);
  if (!inside) return std::nullopt;
  const auto version = take_element(*inside);
  const auto algorithm = take_element(*inside);
  if (!version || version->tag != kInteger || !algorithm) return std::nullopt;
  return describe("PKCS #8" + algorithm_name(*algorithm), false);
}

// SEQUENCE { AlgorithmIdentifier, OCTET STRING ciphertext }
std::optional<Facts> read_encrypted_pkcs8(std::string_view body) {
  auto inside = whole_sequence(body);
  if (!inside) return std::nullopt;
  const auto algorithm = take_element(*inside);
  if (!algorithm || algorithm->tag != kSequence) return std::nullopt;
  return describe("PKCS #8", true);
}

// SEQUENCE { INTEGER, … }: RSA, EC and DSA, each after its own label.
std::optional<Facts> read_traditional(std::string_view body,
                                      std::string_view kind) {
  auto inside = whole_sequence(body);
  if (!inside) return std::nullopt;
  const auto first = take_element(*inside);
  if (!first || (first->tag != kInteger && first->tag != kOid)) {
    return std::nullopt;
  }
  return describe(std::string(kind), false);
}

// "Proc-Type: 4,ENCRYPTED": ciphertext, in blocks of 8 bytes (DES) or 16.
std::optional<Facts> read_legacy_encrypted(std::string_view body,
                                           std::string_view kind) {
  if (body.size() % 8 != 0) return std::nullopt;
  return describe(std::string(kind), true);
}

bool says_encrypted(const Pem& pem) {
  for (const std::string& header : pem.headers) {
    if (header.starts_with("Proc-Type:") &&
        header.find("ENCRYPTED") != header.npos) {
      return true;
    }
  }
  return false;
}

// Takes four bytes, most significant first, off `bytes`.
std::optional<std::uint32_t> take_number(std::string_view& bytes) {
  if (bytes.size() < 4) return std::nullopt;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | byte_at(bytes, i);
  bytes.remove_prefix(4);
  return number;
}

// Takes a number and as many bytes off `bytes`.
std::optional<std::string_view> take_string(std::string_view& bytes) {
  const auto length = take_number(bytes);
  if (!length || *length > bytes.size()) return std::nullopt;
  const std::string_view taken = bytes.substr(0, *length);
  bytes.remove_prefix(*length);
  return taken;
}

// | magic | cipher | kdf | kdf options | number of keys | public | private |
// where private, unencrypted, begins with the same four bytes twice.
std::optional<Facts> read_openssh(std::string_view body) {
  constexpr std::string_view kMagic = "openssh-key-v1\0"sv;
  if (!body.starts_with(kMagic)) return std::nullopt;
  body.remove_prefix(kMagic.size());
  const auto cipher = take_string(body);
  const auto kdf = take_string(body);
  const auto kdf_options = take_string(body);
  const auto keys = take_number(body);
  auto public_key = take_string(body);
  auto private_key = take_string(body);
  if (!cipher || !kdf || !kdf_options || !keys || !public_key || !private_key) {
    return std::nullopt;
  }
  const bool encrypted = *cipher != "none";
  if (!encrypted) {
    const auto first = take_number(*private_key);
    const auto second = take_number(*private_key);
    if (!first || !second || *first != *second) return std::nullopt;
  }
  const auto type = take_string(*public_key);
  if (!type) return std::nullopt;
  return describe("OpenSSH " + std::string(*type), encrypted);
}

// The tag of an OpenPGP packet stands in its first byte: 0xC5 in the new
// format, 0x94 to 0x97 in the old.
std::optional<Facts> read_pgp(std::string_view body) {
  const unsigned tag = byte_at(body, 0);
  if (tag != 0xC5 && (tag & 0xFC) != 0x94) return std::nullopt;
  return Facts{{"kind", "PGP"}};
}

}  // namespace

std::optional<Facts> read_private_key(std::string_view secret, const Rule&) {
  constexpr std::string_view kSuffix = " PRIVATE KEY";
  // As AWS's manuals write into the base64 of one; by chance one key in 10^9.
  if (secret.find("EXAMPLE") != secret.npos) return std::nullopt;
  const std::optional<Pem> pem = read_pem(secret);
  if (!pem || pem->body.size() < kLeastBytes ||
      is_published_sample(pem->body)) {
    return std::nullopt;
  }
  if (pem->label == "OPENSSH PRIVATE KEY") return read_openssh(pem->body);
  if (pem->label == "PGP PRIVATE KEY BLOCK") return read_pgp(pem->body);
  if (pem->label == "PRIVATE KEY") return read_pkcs8(pem->body);
  if (pem->label == "ENCRYPTED PRIVATE KEY") {
    return read_encrypted_pkcs8(pem->body);
  }
  if (!pem->label.ends_with(kSuffix)) return std::nullopt;
  const auto kind = pem->label.substr(0, pem->label.size() - kSuffix.size());
  return says_encrypted(*pem) ? read_legacy_encrypted(pem->body, kind)
                              : read_traditional(pem->body, kind);
}

}  // namespace patrol
