#include "scanner/detect/surroundings.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

#include "scanner/core/ascii.h"
#include "scanner/detect/sample_host.h"

namespace patrol {
namespace {

// How much of a text is looked at around a match, on each side.
struct Reach {
  std::size_t lines;
  std::uint64_t bytes;
  bool to_empty_line;
};
// A request and its headers: as many as browsers send.
constexpr Reach kRequest = {16, kStatementBytes, true};
// One entry of a configuration. With eight lines the next entry's host counts;
// the bytes are four lines of a hundred.
constexpr Reach kBlock = {4, 400, false};

bool is_empty_line(std::string_view line) {
  return line.find_first_not_of(" \t\r") == line.npos;
}

// Where the stretch that begins in `text` ends.
std::size_t end_of(std::string_view text, const Reach& reach) {
  std::size_t end = std::min(text.find('\n'), text.size());
  for (std::size_t i = 0; i < reach.lines && end < text.size(); ++i) {
    const std::size_t next = std::min(text.find('\n', end + 1), text.size());
    const std::string_view line = text.substr(end + 1, next - end - 1);
    if (reach.to_empty_line && is_empty_line(line)) break;
    end = next;
  }
  return end;
}

// Where the stretch that ends with `text` begins.
std::size_t begin_of(std::string_view text, const Reach& reach) {
  std::size_t begin = text.rfind('\n') + 1;  // npos + 1 is 0
  for (std::size_t i = 0; i < reach.lines && begin > 0; ++i) {
    const std::size_t above = begin == 1 ? 0 : text.rfind('\n', begin - 2) + 1;
    const std::string_view line = text.substr(above, begin - 1 - above);
    if (reach.to_empty_line && is_empty_line(line)) break;
    begin = above;
  }
  return begin;
}

std::string_view around(const Matched& matched, const Reach& reach) {
  const std::uint64_t left = std::min(matched.whole.begin, reach.bytes);
  const std::string_view before =
      matched.text.substr(matched.whole.begin - left, left);
  const std::string_view after =
      matched.text.substr(matched.secret.end, reach.bytes);
  const std::size_t begin =
      matched.whole.begin - left + begin_of(before, reach);
  const std::size_t end = matched.secret.end + end_of(after, reach);
  return matched.text.substr(begin, end - begin);
}

bool is_host(char c) { return is_alnum(c) || c == '.' || c == '-'; }

std::string_view leading_host(std::string_view text) {
  const auto end = std::ranges::find_if_not(text, is_host);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

enum class Whose { kUnknown, kNobodys, kReal };

// The host of a URL, or with it the user in front of it, at `text`'s begin.
Whose whose_url(std::string_view text) {
  const std::string_view authority =
      text.substr(0, text.find_first_of("/?# \t\r\n\"'`<>\\),"));
  const std::size_t at = authority.rfind('@');
  const std::string_view host =
      leading_host(authority.substr(at == authority.npos ? 0 : at + 1));
  if (is_nobodys_host(host)) return Whose::kNobodys;
  return host.find('.') == host.npos ? Whose::kUnknown : Whose::kReal;
}

// What is filled in where a whole request is written out, "Host: %HOSTIP": such
// text is a test's or a manual's. In a URL of a script it says nothing.
Whose whose_header(std::string_view text) {
  constexpr std::string_view kFilledIn = "%${<@";
  text = text.substr(std::min(text.find_first_not_of(" \"'`,"), text.size()));
  const std::string_view value =
      text.substr(0, text.find_first_of(" \t\r\n\"'`"));
  const bool filled_in = value.find_first_of(kFilledIn) != value.npos;
  return filled_in ? Whose::kNobodys : whose_url(value);
}

// What all that `request` names has in common: kReal if one is real.
void take(Whose one, Whose& all) {
  if (one != Whose::kUnknown && all != Whose::kReal) all = one;
}

void take_each(std::string_view request, std::string_view mark,
               Whose (*read)(std::string_view), Whose& all) {
  for (std::size_t at = request.find(mark); at != request.npos;
       at = request.find(mark, at + 1)) {
    const bool glued = is_letter(mark.front()) && at > 0 &&
                       (is_alnum(request[at - 1]) || request[at - 1] == '-');
    if (!glued) take(read(request.substr(at + mark.size())), all);
  }
}

bool is_comment(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  if (begin == line.npos) return true;
  line.remove_prefix(begin);
  constexpr std::string_view kMarks[] = {"#", "//", ";", "*", "/*", "--", "<!"};
  return std::ranges::any_of(
      kMarks, [&](std::string_view mark) { return line.starts_with(mark); });
}

// "=esxi1.test", ": db.example.com", "\"www.example.com\"": a value, and no
// call, name of a file or of a package.
bool stands_as_value(std::string_view before, std::string_view after) {
  if (before.empty() || after.starts_with('(')) return false;
  const std::size_t last = before.find_last_not_of(' ');
  if (last == before.npos) return false;
  const bool touches = last + 1 == before.size();
  const char sign = before[last];
  if (sign == ':' || sign == '=') return true;
  return touches && (sign == '"' || sign == '\'' || before.ends_with("://"));
}

bool has_reserved_host(std::string_view line) {
  for (std::size_t begin = 0; begin < line.size(); ++begin) {
    if (!is_host(line[begin])) continue;
    const std::string_view host = leading_host(line.substr(begin));
    const std::string_view after = line.substr(begin + host.size());
    if (is_alnum(host.front()) && is_reserved_host(host) &&
        stands_as_value(line.substr(0, begin), after)) {
      return true;
    }
    begin += host.size();
  }
  return false;
}

bool begins_word(std::string_view text, std::size_t at) {
  if (at == 0 || !is_letter(text[at - 1])) return true;
  const bool is_capital = text[at] != lower(text[at]);
  return is_capital && text[at - 1] == lower(text[at - 1]);
}

bool has_word(std::string_view text, std::string_view low,
              std::string_view word) {
  for (std::size_t at = low.find(word); at != low.npos;
       at = low.find(word, at + 1)) {
    if (begins_word(text, at)) return true;
  }
  return false;
}

// The statement ahead of the secret, and the name in front of it:
//
//   const MOCK_SAS_URL = "https://orders.file.core…?sv=…
//         ^ from here                    to here ^
std::string_view named_statement(const Matched& matched) {
  const std::uint64_t size = std::min(matched.secret.begin, kStatementBytes);
  const auto text = matched.text.substr(matched.secret.begin - size, size);
  const std::size_t quote = text.find_last_of("\"'`<>\r\n");
  if (quote == text.npos || text[quote] == '\n' || text[quote] == '\r') {
    return text.substr(quote + 1);
  }
  const std::string_view before = text.substr(0, quote);
  const std::size_t name_end = before.find_last_not_of(" \t=:([\"'`<>") + 1;
  const auto is_name = [](char c) {
    return is_alnum(c) || c == '_' || c == '-' || c == '.';
  };
  const auto name =
      std::find_if_not(before.rend() - static_cast<std::ptrdiff_t>(name_end),
                       before.rend(), is_name);
  return text.substr(static_cast<std::size_t>(name.base() - before.begin()));
}

}  // namespace

bool is_request_to_nobody(const Matched& matched) {
  const std::string_view request = around(matched, kRequest);
  Whose all = Whose::kUnknown;
  take_each(request, "://", whose_url, all);
  for (std::string_view name : {"Host", "host", "HOST"}) {
    for (std::string_view sign : {":", "\":", "':", "',", "\","}) {
      take_each(request, std::string(name) + std::string(sign), whose_header,
                all);
    }
  }
  return all == Whose::kNobodys;
}

bool is_in_block_of_reserved_host(const Matched& matched) {
  std::string_view block = around(matched, kBlock);
  while (!block.empty()) {
    const std::size_t end = std::min(block.find('\n'), block.size());
    const std::string_view line = block.substr(0, end);
    if (!is_comment(line) && has_reserved_host(line)) return true;
    block.remove_prefix(std::min(end + 1, block.size()));
  }
  return false;
}

// Words are looked at that an EXAMPLE stands in, numbers that stand alone, and
// how made-up UUIDs begin.
bool is_in_block_of_example_id(const Matched& matched) {
  constexpr std::string_view kExample = "EXAMPLE";
  constexpr std::size_t kShortestId = 16;
  constexpr std::string_view kAccounts[] = {"123456789012", "111122223333",
                                            "111111111111"};
  constexpr std::string_view kUuids[] = {"01234567-0123-", "12345678-1234-",
                                         "1234abcd-12ab-"};
  const std::string_view block = around(matched, kBlock);
  for (std::size_t begin = 0; begin < block.size(); ++begin) {
    if (!is_alnum(block[begin])) continue;
    const auto rest = block.substr(begin);
    const auto stop = std::ranges::find_if_not(rest, is_alnum);
    const std::string_view word =
        rest.substr(0, static_cast<std::size_t>(stop - rest.begin()));
    const bool is_id =
        word.size() >= kShortestId && word.find(kExample) != word.npos;
    if (is_id || std::ranges::count(kAccounts, word) > 0) return true;
    const bool is_uuid = std::ranges::any_of(
        kUuids,
        [&](std::string_view start) { return rest.starts_with(start); });
    if (is_uuid) return true;
    begin += word.size();
  }
  return false;
}

bool is_in_sample_block(const Matched& matched) {
  return is_in_block_of_reserved_host(matched) ||
         is_in_block_of_example_id(matched);
}

bool is_called_mock(const Matched& matched) {
  const std::string_view text = named_statement(matched);
  const std::string low = lowered(text);
  return has_word(text, low, "mock") || has_word(text, low, "fake") ||
         has_word(text, low, "dummy");
}

}  // namespace patrol
