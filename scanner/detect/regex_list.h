// Does one of these expressions match a part of a text? RE2; unlike those of
// rules (detect/confirm.h) there are few, and they are run over short texts.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"

namespace patrol {

// Immutable, shared by all threads.
class RegexList {
 public:
  // Error: RE2 refuses one; says which, and why.
  static Result<RegexList> make(const std::vector<std::string>& regexes);
  RegexList(RegexList&&) noexcept;
  RegexList& operator=(RegexList&&) noexcept;
  ~RegexList();

  bool empty() const;
  bool matches(std::string_view text) const;

 private:
  struct Impl;
  explicit RegexList(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace patrol
