// --format html: one file that a browser opens, from a disk or a CI's store of
// artifacts, without a server, a network or another file beside it.
//
// The page is the jsonl report with a viewer. html/page.html is its frame,
// html/*.css and *.js its look and what it does; they are files of their own,
// edited and checked as what they are, and the build takes them into the
// program (html/page.S). Here marks of the frame are replaced:
//
//   <script type="application/jsonl" …>
//   {{report}}</script>                    the report, as data
//
// The report holds what strangers wrote: names of files and people, messages
// of commits. Four things keep it from doing anything in the browser:
//
//   - In the file it is JSON inside of an element that no browser runs, and
//     each '<' in it is the escape \u003c, so that nothing ends the element.
//   - The script shows it through textContent alone, never as markup. A link
//     is made of http and https addresses only.
//   - A content security policy lets exactly this script and this style run,
//     by their SHA-256, and nothing load from anywhere. A mistake in the script
//     would show wrong text, but run none.
//   - What hides or reorders text on a screen is shown as an escape.
//
// Viewers that run no script (a mail program, Jenkins with its default policy)
// show a sentence that says so. A page of 20,000 findings has some 20 MB, and
// as many lines as were scrolled to: html/page.js.
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>

#include "scanner/core/codec.h"
#include "scanner/core/digest.h"
#include "scanner/report/format.h"

// html/page.S
extern "C" {
extern const char kPageHtmlBegin[];
extern const char kPageHtmlEnd[];
extern const char kPageCssBegin[];
extern const char kPageCssEnd[];
extern const char kPageJsBegin[];
extern const char kPageJsEnd[];
}

namespace patrol {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

std::string_view frame() { return between(kPageHtmlBegin, kPageHtmlEnd); }
std::string_view style() { return between(kPageCssBegin, kPageCssEnd); }
std::string_view script() { return between(kPageJsBegin, kPageJsEnd); }

// What a content security policy calls a text: its SHA-256 in base64.
std::string policy_hash(std::string_view text) {
  const Digest digest = sha256(text);
  return encode_base64(std::string(digest.begin(), digest.end()));
}

// JSON on its way into a <script>. A '<' stands in strings only.
class ScriptSafe : public std::streambuf {
 public:
  explicit ScriptSafe(std::ostream& out) : out_(out) {}

 private:
  int_type overflow(int_type byte) override {
    const char c = traits_type::to_char_type(byte);
    return xsputn(&c, 1) == 1 ? byte : traits_type::eof();
  }

  std::streamsize xsputn(const char* bytes, std::streamsize size) override {
    std::string_view rest(bytes, static_cast<std::size_t>(size));
    while (!rest.empty()) {
      const std::string_view plain = rest.substr(0, rest.find('<'));
      out_ << plain;
      rest.remove_prefix(plain.size());
      if (rest.empty()) break;
      out_ << "\\u003c";
      rest.remove_prefix(1);
    }
    return out_ ? size : 0;
  }

  std::ostream& out_;
};

void write_data(const ReportInput& input, const ReportOptions& options,
                std::ostream& out) {
  ScriptSafe buffer(out);
  std::ostream safe(&buffer);
  write_jsonl(input, options, safe);
}

// What stands for {{`mark`}} of the frame.
void write_mark(std::string_view mark, const ReportInput& input,
                const ReportOptions& options, std::ostream& out) {
  if (mark == "style") out << style();
  if (mark == "script") out << script();
  if (mark == "style-hash") out << policy_hash(style());
  if (mark == "script-hash") out << policy_hash(script());
  if (mark == "secrets") out << (options.show_secrets ? "shown" : "redacted");
  if (mark == "report") write_data(input, options, out);
}

}  // namespace

void write_html(const ReportInput& input, const ReportOptions& options,
                std::ostream& out) {
  std::string_view rest = frame();
  for (std::size_t at = 0; (at = rest.find("{{")) != rest.npos;) {
    const std::size_t end = rest.find("}}", at);
    out << rest.substr(0, at);
    write_mark(rest.substr(at + 2, end - at - 2), input, options, out);
    rest.remove_prefix(end + 2);
  }
  out << rest;
}

}  // namespace patrol
