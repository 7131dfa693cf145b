// What an answer says besides yes and no: whose a token is, what it may do,
// until when.
//
//   "header X-OAuth-Scopes"    a header's value
//   "/user/login"              a JSON pointer (RFC 6901) into the body
//
// A list, in JSON or separated by commas or blanks, is several scopes; of a
// list of objects "/scopes/*/name" is every name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/network/http.h"

namespace patrol {

// Longest text that is taken from an answer, in bytes: it goes into a report.
inline constexpr std::size_t kLongestField = 200;

// Empty: it does not say.
std::string answer_field(const HttpAnswer& answer, std::string_view where);
std::vector<std::string> answer_list(const HttpAnswer& answer,
                                     std::string_view where);

// Of an array of objects, each object's fields in the order of `names`; those
// that it does not have are empty. At most kMostRows.
inline constexpr std::size_t kMostRows = 1000;
std::vector<std::vector<std::string>> answer_rows(
    const HttpAnswer& answer, std::string_view where,
    std::span<const std::string_view> names);

}  // namespace patrol
