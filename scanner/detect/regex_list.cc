#include "scanner/detect/regex_list.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

namespace patrol {

struct RegexList::Impl {
  std::vector<std::unique_ptr<RE2>> regexes;
};

Result<RegexList> RegexList::make(const std::vector<std::string>& regexes) {
  RE2::Options options;
  options.set_log_errors(false);
  auto impl = std::make_unique<Impl>();
  for (const std::string& regex : regexes) {
    auto compiled = std::make_unique<RE2>(regex, options);
    if (!compiled->ok()) return Error{compiled->error() + " in " + regex};
    impl->regexes.push_back(std::move(compiled));
  }
  return RegexList(std::move(impl));
}

RegexList::RegexList(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RegexList::RegexList(RegexList&&) noexcept = default;
RegexList& RegexList::operator=(RegexList&&) noexcept = default;
RegexList::~RegexList() = default;

bool RegexList::empty() const { return impl_->regexes.empty(); }

bool RegexList::matches(std::string_view text) const {
  const re2::StringPiece piece(text.data(), text.size());
  return std::ranges::any_of(impl_->regexes, [&](const auto& regex) {
    return RE2::PartialMatch(piece, *regex);
  });
}

}  // namespace patrol
