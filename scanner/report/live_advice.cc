#include "scanner/report/live_advice.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "scanner/core/ascii.h"
#include "scanner/core/utc_time.h"
#include "scanner/report/printable.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

// Words of scopes that let their holder change things, or everything.
constexpr std::string_view kWide[] = {"admin",
                                      "write",
                                      "delete",
                                      "manage",
                                      "owner",
                                      "full",
                                      "all",
                                      "root",
                                      "sudo",
                                      "repo",
                                      "api",
                                      "*",
                                      "tokenadministration"};

// A word of it, not a part of one: "api" of "read_api" reads alone.
bool is_wide(const std::string& scope) {
  const std::string low = lowered(scope);
  if (low.starts_with("read") || low.ends_with("read")) return false;
  std::string word;
  for (const char c : low + ":") {
    if (is_alnum(c) || c == '*') {
      word += c;
      continue;
    }
    if (std::ranges::find(kWide, word) != std::end(kWide)) return true;
    word.clear();
  }
  return false;
}

std::string joined_scopes(const std::vector<std::string>& scopes) {
  std::string text;
  for (const std::string& scope : scopes) {
    if (is_wide(scope)) {
      text += (text.empty() ? "" : ", ") + printable(scope);
    }
  }
  return text;
}

// Of a date that begins with 2027-01-31, whatever follows.
std::optional<std::int64_t> day_of(std::string_view date) {
  constexpr std::size_t kDay = 10;  // bytes
  constexpr std::string_view kForm = "0000-00-00";
  if (date.size() < kDay) return std::nullopt;
  for (std::size_t i = 0; i < kDay; ++i) {
    if ((kForm[i] == '0') != is_digit(date[i])) return std::nullopt;
  }
  return parse_utc_time(std::string(date.substr(0, kDay)) + "T00:00:00Z");
}

std::string on_expiry(const std::string& expires, std::int64_t now) {
  constexpr std::int64_t kDay = 86'400;  // seconds
  if (expires.empty()) return "no end of it is known: give the next one a date";
  const auto day = day_of(expires);
  if (!day || *day - now <= kLongLife * kDay) return {};
  return "it works for " + std::to_string((*day - now) / kDay) +
         " days more: give the next one fewer";
}

std::size_t files_of(const Finding& finding) {
  std::set<std::string_view> paths;
  for (const Location& location : finding.locations) {
    paths.insert(location.path);
  }
  return paths.size();
}

}  // namespace

std::vector<std::string> live_advice(const Finding& finding, std::int64_t now) {
  const Verification& v = finding.verification;
  std::vector<std::string> advice;
  if (!works(v.status)) return advice;
  const std::string wide = joined_scopes(v.scopes);
  if (!wide.empty()) advice.push_back("it may do much: " + wide);
  const std::string expiry = on_expiry(v.expires, now);
  if (!expiry.empty()) advice.push_back(expiry);
  const std::size_t files = files_of(finding);
  if (files > 1) {
    advice.push_back("it stands in " + counted(files, "file") +
                     ": all of them need the next one");
  }
  if (v.account.empty()) advice.push_back("its owner is not known");
  return advice;
}

}  // namespace patrol
