// --format human: for a person at a terminal, or in a CI log.
//
// A finding answers, in this order: what is it, where does it stand, why
// believe it, what does it open, what to do now:
//
//   critical  Azure DevOps personal access token  azure-devops-pat
//     JkLq…2yi3, 84 characters, in 7 places
//       ci/build.yml:3:8
//         added 2026-07-01 in 1a2b3c4d5e6f by A <a@b>, still in HEAD
//         3 | AZURE_TOKEN: JkLq…2yi3
//       and 6 more places
//     confidence   certain: its check digits hold
//     created      2026-06
//     beside       AKI…LE (AWS access key id)
//     opens        …
//     next         …
//     fingerprint  …
//
// The worst come first; within a severity the surest, then as the report has
// them. path:line:column is what editors and terminals make a link of.
// Nothing of the scanned tree reaches the terminal but through printable().
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/report/finding_wording.h"
#include "scanner/report/format.h"
#include "scanner/report/live_advice.h"
#include "scanner/report/place_wording.h"
#include "scanner/report/printable.h"
#include "scanner/report/severity_order.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

constexpr std::size_t kPlacesShown = 5;
constexpr std::size_t kDetailColumn = 6;  // of what is said about a place
constexpr std::size_t kLabelWidth = 13;   // "organization" and a space
constexpr std::size_t kTextColumn = 2 + kLabelWidth;
constexpr std::size_t kNarrowest = 40;  // columns; below it nothing fits
constexpr std::string_view kEllipsis = "…";

using Cells = std::vector<Cell>;

std::size_t width_of(const Cells& cells) {
  std::size_t width = 0;
  for (const Cell& cell : cells) width += cell.width;
  return width;
}

std::string text_of(const Cells& cells) {
  std::string text;
  for (const Cell& cell : cells) text += cell.text;
  return text;
}

// A tab inside a line of code is white space, not an oddity to point at.
Cells cells_of_line(std::string line) {
  std::replace(line.begin(), line.end(), '\t', ' ');
  return printable_cells(line);
}

// Drops cells from the end until `width` has room for them and a "…". True:
// it had to.
bool cut(Cells& cells, std::size_t width) {
  std::size_t used = width_of(cells);
  if (used <= width) return false;
  while (!cells.empty() && used + 1 > width) {
    used -= cells.back().width;
    cells.pop_back();
  }
  return true;
}

std::string first_of(Cells cells, std::size_t width) {
  const bool was_cut = cut(cells, width);
  return text_of(cells).append(was_cut ? kEllipsis : "");
}

std::string last_of(Cells cells, std::size_t width) {
  std::reverse(cells.begin(), cells.end());
  const bool was_cut = cut(cells, width);
  std::reverse(cells.begin(), cells.end());
  return std::string(was_cut ? kEllipsis : "") + text_of(cells);
}

std::string_view trimmed_left(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

std::string_view trimmed_right(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

// The line with its secret, cut to `width`. What stands before the secret says
// what it is for, so it gets the room first; what follows gets at least a
// quarter.
std::string line_of(const Snippet& snippet, std::size_t width,
                    const Painter& paint) {
  const Cells masked = cells_of_line(snippet.masked);
  const Cells before = cells_of_line(std::string(trimmed_left(snippet.before)));
  const Cells after = cells_of_line(std::string(trimmed_right(snippet.after)));
  const std::size_t room = width - std::min(width, width_of(masked));
  const std::size_t kept_after = std::min(width_of(after), room / 4);
  const std::string head = last_of(before, room - kept_after);
  const std::size_t used = std::min(width_of(before), room - kept_after);
  return head + paint(Style::kSecret, text_of(masked)) +
         first_of(after, room - used);
}

std::size_t columns(std::string_view word) {
  return static_cast<std::size_t>(std::count_if(
      word.begin(), word.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// `text` broken between words into lines of `width`. The first goes on after
// `used` columns beyond `indent`, the others start with `indent` spaces. Made
// printable word by word, as each may come to stand at the start of a line.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t used,
                    std::size_t width) {
  std::string out;
  std::size_t column = indent + used;
  for (bool at_start = true; !(text = trimmed_left(text)).empty();) {
    const std::size_t size = std::min(text.find(' '), text.size());
    const std::string word = printable(text.substr(0, size));
    if (!at_start && column + 1 + columns(word) > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (!at_start) {
      out += ' ';
      ++column;
    }
    out += word;
    column += columns(word);
    text.remove_prefix(size);
    at_start = false;
  }
  return out;
}

class HumanReport {
 public:
  HumanReport(const ReportInput& input, const ReportOptions& options,
              std::ostream& out)
      : input_(input),
        paint_(options.color),
        show_secrets_(options.show_secrets),
        width_(std::max(options.width, kNarrowest)),
        out_(out) {}

  void write();

 private:
  void write_finding(const Finding& finding);
  void write_heading(const Finding& finding, const Rule& rule);
  void write_place(const Location& location);
  void write_places(const std::vector<Location>& locations);
  void write_companions(const std::vector<Companion>& companions);
  void write_label(std::string_view label);
  void write_confidence(const Finding& finding, const Rule& rule);
  void write_verification(const Verification& verification);
  void write_field(std::string_view label, std::string_view text);

  const ReportInput& input_;
  const Painter paint_;
  const bool show_secrets_;
  const std::size_t width_;
  std::ostream& out_;
};

void HumanReport::write() {
  if (input_.report.findings.empty()) {
    out_ << nothing_found(input_.report.scan) << '\n';
    return;
  }
  for (const Finding* finding : worst_first(input_)) write_finding(*finding);
}

void HumanReport::write_finding(const Finding& finding) {
  const Rule& rule = input_.rules[finding.rule];
  write_heading(finding, rule);
  write_places(finding.locations);
  write_confidence(finding, rule);
  write_verification(finding.verification);
  for (const std::string& text :
       live_advice(finding, finding.verification.checked)) {
    write_field("weak", text);
  }
  for (const auto& [key, value] : finding.facts) write_field(key, value);
  write_companions(finding.companions);
  write_field("opens", rule.opens);
  write_field("next", rule.remediation.text);
  write_field("", rule.remediation.url);
  write_field("fingerprint", finding.fingerprint);
  out_ << '\n';
}

void HumanReport::write_heading(const Finding& finding, const Rule& rule) {
  out_ << paint_(style_of(rule.severity), to_text(rule.severity)) << "  "
       << paint_(Style::kStrong, printable(rule.name)) << "  "
       << paint_(Style::kLabel, printable(rule.id)) << "\n  "
       << paint_(Style::kSecret,
                 printable(shown(finding.secret, show_secrets_)))
       << ", " << counted(finding.secret.size(), "byte") << ", in "
       << counted(finding.locations.size(), "place") << '\n';
}

void HumanReport::write_places(const std::vector<Location>& locations) {
  const std::size_t shown = std::min(kPlacesShown, locations.size());
  for (std::size_t i = 0; i < shown; ++i) write_place(locations[i]);
  if (locations.size() > shown) {
    out_ << "    and " << counted(locations.size() - shown, "more place")
         << '\n';
  }
}

void HumanReport::write_place(const Location& location) {
  out_ << "    " << paint_(Style::kPlace, place_text(location));
  if (!location.decoded_from.empty()) {
    out_ << "  in "
         << fmt::format("{}", fmt::join(location.decoded_from, ", "));
  }
  out_ << '\n';
  const std::string history = history_text(location.provenance);
  if (!history.empty()) {
    out_ << std::string(kDetailColumn, ' ')
         << wrapped(history, kDetailColumn, 0, width_) << '\n';
  }
  if (location.snippet.masked.empty()) return;
  const std::string gutter =
      fmt::format("{:{}}{} | ", "", kDetailColumn, location.begin.line);
  out_ << paint_(Style::kLabel, gutter)
       << line_of(location.snippet, width_ - gutter.size(), paint_) << '\n';
}

void HumanReport::write_companions(const std::vector<Companion>& companions) {
  for (const Companion& c : companions) {
    write_field("beside", shown(c.value, show_secrets_) + " (" +
                              std::string(input_.rules[c.rule].name) + ")");
  }
}

void HumanReport::write_label(std::string_view label) {
  const std::string shown = printable(label);
  const std::size_t pad = kLabelWidth - std::min(kLabelWidth - 1, shown.size());
  out_ << "  " << paint_(Style::kLabel, shown) << std::string(pad, ' ');
}

void HumanReport::write_confidence(const Finding& finding, const Rule& rule) {
  const std::string_view level = to_text(finding.confidence);
  const std::string reason = ": " + why(finding, rule);
  write_label("confidence");
  out_ << paint_(style_of(finding.confidence), level)
       << wrapped(reason, kTextColumn, level.size(), width_) << '\n';
}

// Nothing where nobody was to be asked.
void HumanReport::write_verification(const Verification& verification) {
  const Verification& v = verification;
  if (v.status == LiveStatus::kUnverified && v.detail.empty()) return;
  std::string text(to_text(v.status));
  if (!v.detail.empty()) text += ": " + v.detail;
  write_field("verified", text);
  write_field("account", v.account);
  write_field("scopes", fmt::format("{}", fmt::join(v.scopes, ", ")));
  write_field("expires", v.expires);
}

// A line or more, or nothing if there is no text.
void HumanReport::write_field(std::string_view label, std::string_view text) {
  if (text.empty()) return;
  write_label(label);
  out_ << wrapped(text, kTextColumn, 0, width_) << '\n';
}

}  // namespace

void write_human(const ReportInput& input, const ReportOptions& options,
                 std::ostream& out) {
  HumanReport(input, options, out).write();
}

}  // namespace patrol
