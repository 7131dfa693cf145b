// The one type that may hold a secret. It prints as a redaction, so that a log
// line, a test failure or a new report format cannot leak what was found; code
// that needs the bytes says so by calling reveal(), which is easy to grep for.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace patrol {

// What a secret looks like to someone who may not read it (CONTRACT 4):
// 16 bytes or more: the first and the last four, but at most a quarter of it
// in all; shorter: "***"; a private key: its kind alone. Never splits a UTF-8
// sequence.
std::string redact(std::string_view secret);

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string bytes)
      : bytes_(std::move(bytes)), size_(bytes_.size()) {}

  // One that a report shows as `shown`, and of which it says that it has `size`
  // bytes; nullopt: the report does not say. It is taken for whole unless it is
  // what redact() makes of such a secret.
  static Secret reported(std::string shown, std::optional<std::size_t> size);

  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(const Secret&) = default;
  Secret& operator=(Secret&&) noexcept = default;
  ~Secret();  // overwrites the bytes: best effort, copies may have been made

  std::string redacted() const { return is_whole_ ? redact(bytes_) : bytes_; }
  std::string_view reveal() const { return bytes_; }  // redacted if !is_whole()
  std::size_t size() const { return size_; }
  bool is_whole() const { return is_whole_; }  // false: nobody knows the rest

  bool operator==(const Secret&) const = default;
  auto operator<=>(const Secret&) const = default;

 private:
  std::string bytes_;
  std::size_t size_ = 0;  // of the whole secret
  bool is_whole_ = true;
};

std::ostream& operator<<(std::ostream&, const Secret&);  // redacted()

}  // namespace patrol
