// What the file is. What a browser makes of it: e2e/html_report_test.py.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "scanner/core/codec.h"
#include "scanner/core/digest.h"
#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

std::string page_file(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(PATROL_SOURCE_DIR "/scanner/report/html/" + name)
              .rdbuf();
  return text.str();
}

// What stands between the first `begin` and the `end` behind it.
std::string between(const std::string& text, std::string_view begin,
                    std::string_view end) {
  const std::size_t at = text.find(begin) + begin.size();
  return text.substr(at, text.find(end, at) - at);
}

std::string policy_of(const std::string& text) {
  const Digest digest = sha256(text);
  return "'sha256-" + encode_base64(std::string(digest.begin(), digest.end())) +
         "'";
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; ++at) {
    ++found;
  }
  return found;
}

TEST(Html, LetsItsOwnScriptAndStyleRunAndNothingElse) {
  const std::string page = rendered(usual_sample(), "html");
  const std::string policy =
      between(page, "\"Content-Security-Policy\" content=\"", "\"");
  EXPECT_EQ(policy, "default-src 'none'; script-src " +
                        policy_of(between(page, "<script>", "</script>")) +
                        "; style-src " +
                        policy_of(between(page, "<style>", "</style>")) +
                        "; base-uri 'none'; form-action 'none'");
}

TEST(Html, HoldsTheReportAsItsStream) {
  const Sample sample = usual_sample();
  const std::string data = between(rendered(sample, "html"),
                                   "data-secrets=\"redacted\">\n", "</script>");
  EXPECT_EQ(data, rendered(sample, "jsonl"));
}

TEST(Html, KeepsMarkupOutOfItsElement) {
  Sample sample = hostile_sample();
  const std::string name = "</script><!--<script>&lt;";
  sample.report.findings[0].locations[0].path = name;
  sample.report.findings[0].facts = {{name, name}};
  const std::string page = rendered(sample, "html");
  EXPECT_EQ(count(page, "<script"), 2u);
  EXPECT_EQ(count(page, "</script"), 2u);
  EXPECT_EQ(count(page, "<!--"), 0u);
  EXPECT_EQ(count(page, "\\u003c/script>\\u003c!--\\u003cscript>&lt;"), 3u);
}

TEST(Html, SaysWhetherSecretsAreShown) {
  const std::string page =
      rendered(usual_sample(), "html", {.show_secrets = true});
  EXPECT_NE(page.find("data-secrets=\"shown\""), page.npos);
}

TEST(Html, LoadsNothing) {
  const std::string page = rendered(empty_sample(), "html");
  for (const char* word : {"src=", "@import", "url(", "<link", "fetch(",
                           "XMLHttpRequest", "import("}) {
    EXPECT_EQ(page.find(word), page.npos) << word;
  }
}

// A text that becomes markup is how a page is taken over.
TEST(Html, ScriptMakesNoMarkupOfText) {
  for (const char* file :
       {"model.js", "wording.js", "timeline.js", "details.js", "page.js"}) {
    const std::string script = page_file(file);
    ASSERT_FALSE(script.empty()) << file;
    for (const char* word : {"innerHTML", "outerHTML", "insertAdjacentHTML",
                             "document.write", "eval(", "Function(", "</script",
                             "<!--", "{{", "localStorage", "sendBeacon"}) {
      EXPECT_EQ(script.find(word), script.npos) << file << ": " << word;
    }
  }
}

TEST(Html, EndsLinesAsAPolicyCountsThem) {
  for (const char* file : {"page.html", "page.css", "model.js", "wording.js",
                           "timeline.js", "details.js", "page.js"}) {
    EXPECT_EQ(page_file(file).find('\r'), std::string::npos) << file;
  }
}

}  // namespace
}  // namespace patrol
