#include "scanner/report/json_pieces.h"

#include <algorithm>
#include <array>

namespace patrol {
namespace {

constexpr std::size_t kDeepest = 16;  // a report nests six deep
constexpr std::size_t kMostKeys = 512;
constexpr std::size_t kFindingDepth = 3;  // { "findings": [ { …

// Walks over JSON without parsing it.
class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  Result<JsonPieces> cut();

 private:
  void step();
  void skip_string();
  void open(char bracket);
  void close();
  void count_key();

  const std::string_view text_;
  JsonPieces pieces_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::array<std::size_t, kDeepest + 1> keys_{};  // of the object at a depth
  std::string_view last_string_;                  // in the outermost object
  bool in_findings_ = false;
  std::size_t begin_ = 0;   // of the finding that is being read
  std::size_t copied_ = 0;  // how far the frame has the text
  std::string_view fault_;
};

Result<JsonPieces> Cutter::cut() {
  for (; at_ < text_.size() && fault_.empty(); ++at_) step();
  if (!fault_.empty()) return Error{std::string(fault_)};
  pieces_.frame += text_.substr(copied_);
  return std::move(pieces_);
}

void Cutter::step() {
  switch (text_[at_]) {
    case '"':
      return skip_string();
    case '{':
    case '[':
      return open(text_[at_]);
    case '}':
    case ']':
      return close();
    case ':':
      return count_key();
    default:
      return;
  }
}

// Ends on the closing quote.
void Cutter::skip_string() {
  const std::size_t begin = ++at_;
  for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
    if (text_[at_] == '\\') ++at_;
  }
  if (depth_ == 1) {
    last_string_ = text_.substr(begin, std::min(at_, text_.size()) - begin);
  }
}

void Cutter::open(char bracket) {
  if (++depth_ > kDeepest) {
    fault_ = "is nested too deep";
    return;
  }
  keys_[depth_] = 0;
  if (depth_ == 2) in_findings_ = bracket == '[' && last_string_ == "findings";
  if (depth_ == kFindingDepth && bracket == '{') begin_ = at_;
}

void Cutter::close() {
  if (depth_ == 0) return;  // the parser will say so
  const bool is_finding =
      depth_ == kFindingDepth && in_findings_ && text_[at_] == '}';
  --depth_;
  if (!is_finding) return;
  pieces_.objects.push_back(text_.substr(begin_, at_ + 1 - begin_));
  pieces_.frame += text_.substr(copied_, begin_ - copied_);
  pieces_.frame += '0';
  copied_ = at_ + 1;
}

void Cutter::count_key() {
  if (++keys_[depth_] > kMostKeys) fault_ = "has an object of too many keys";
}

// Within the lines of a stream nothing is cut, but each is looked at.
Result<JsonPieces> cut_stream(std::string_view text) {
  JsonPieces pieces;
  pieces.is_stream = true;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.empty()) continue;
    if (auto cut = Cutter(line).cut(); !cut) return cut.error();
    pieces.objects.push_back(line);
  }
  return pieces;
}

}  // namespace

Result<JsonPieces> cut_json(std::string_view text) {
  constexpr std::string_view kStreamHead = "{\"type\":\"scan\"";
  return text.starts_with(kStreamHead) ? cut_stream(text) : Cutter(text).cut();
}

}  // namespace patrol
