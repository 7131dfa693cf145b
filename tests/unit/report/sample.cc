#include "tests/unit/report/sample.h"

#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <utility>

namespace patrol {
namespace {

constexpr RuleIndex kCloudPat{0};
constexpr RuleIndex kDeployToken{1};
constexpr RuleIndex kPassword{2};

const LiteralTrigger kDeployPrefix[] = {{.text = "dpl_", .reach = {}}};

Rule cloud_pat() {
  Rule rule;
  rule.id = "cloud-pat";
  rule.name = "Cloud personal access token";
  rule.opens =
      "the code, the pipelines and the packages of every project that its "
      "owner can see, within the scopes it was given";
  rule.severity = Severity::kCritical;
  rule.remediation = {
      "Revoke it in the user settings, then look through the audit log for "
      "what it was used for since it was made.",
      "https://cloud.example/settings/tokens"};
  return rule;
}

Rule deploy_token() {
  Rule rule;
  rule.id = "deploy-token";
  rule.name = "Deploy token";
  rule.opens = "one repository, to read";
  rule.severity = Severity::kHigh;
  rule.trigger.literals = kDeployPrefix;
  rule.remediation = {"Delete it in the repository's settings.",
                      "https://deploy.example/help/revoke"};
  return rule;
}

Rule password() {
  Rule rule;
  rule.id = "password";
  rule.name = "Password in a configuration file";
  rule.severity = Severity::kMedium;
  rule.human_chosen = true;
  rule.remediation.text = "Change it, and keep it out of the repository.";
  return rule;
}

RuleSet sample_rules() {
  return RuleSet({cloud_pat(), deploy_token(), password()});
}

// `size` letters that repeat: nothing that a service would have issued.
std::string letters(std::size_t size) {
  std::string text;
  while (text.size() < size) text += "QwErTyUiOpAsDfGhJkLzXcVbNm";
  return text.substr(0, size);
}

Location place(std::string path, Position begin, std::uint64_t offset,
               std::uint64_t length, Snippet snippet) {
  Location location;
  location.path = std::move(path);
  location.begin = begin;
  location.end = {begin.line, begin.column + length};
  location.where = {offset, offset + length};
  location.confidence = Confidence::kHigh;
  location.snippet = std::move(snippet);
  return location;
}

Finding cloud_pat_finding() {
  const Secret secret(letters(84));
  Finding finding;
  finding.fingerprint = "0123456789abcdef0123456789abcdef";
  finding.rule = kCloudPat;
  finding.secret = secret;
  finding.confidence = Confidence::kCertain;
  finding.check_digits = CheckDigits::kValid;
  finding.facts = {{"created", "2026-06"}, {"organization", "contoso"}};
  Location encoded =
      place("config/.npmrc", {2, 42}, 91, 112,
            {"//pkgs.example/contoso/_packaging/main/npm/registry/:_password=",
             secret.redacted(), ""});
  encoded.decoded_from = {"base64"};
  finding.locations.push_back(encoded);
  for (std::uint64_t line = 3; line < 9; ++line) {
    finding.locations.push_back(
        place("ci/build.yml", {line, 16}, line * 101, 84,
              {"  CLOUD_TOKEN: ", secret.redacted(), "  # until the vault"}));
  }
  for (Location& l : finding.locations) l.confidence = Confidence::kCertain;
  return finding;
}

Finding deploy_token_finding() {
  const Secret secret("dpl_" + letters(36));
  Finding finding;
  finding.fingerprint = "89abcdef0123456789abcdef01234567";
  finding.rule = kDeployToken;
  finding.secret = secret;
  finding.confidence = Confidence::kHigh;
  finding.companions = {{kCloudPat, Secret("cid_" + letters(20))}};
  finding.locations.push_back(
      place("dist/app.min.js", {1, 20311}, 20310, 40,
            {"function t(e,n){return r.get(e,{headers:{accept:\"text/plain\","
             "authorization:\"Bearer ",
             secret.redacted(),
             "\"}}).then(function(e){return e.json()}).catch(n)}var o=i(7)"}));
  return finding;
}

Finding password_finding() {
  const Secret secret("hunter2hunter2");
  Finding finding;
  finding.fingerprint = "fedcba9876543210fedcba9876543210";
  finding.rule = kPassword;
  finding.secret = secret;
  finding.confidence = Confidence::kMedium;
  finding.locations.push_back(place("app/database.ini", {12, 12}, 230, 14,
                                    {"\tpassword\t= ", "***", "\r"}));
  finding.locations[0].confidence = Confidence::kMedium;
  return finding;
}

// An object id, told apart by its first digit.
std::string id(char first) {
  return first + std::string("234567890abcdef0123456789abcdef01234567");
}

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kAdded = 1'551'484'800;  // 2019-03-02

// What was added by `commit` and holds still.
Introduction introduction(char blob, char commit) {
  Introduction made;
  made.blob = id(blob);
  made.commit = id(commit);
  made.author = "Ada Lovelace";
  made.email = "ada@example.com";
  made.date = kAdded;
  made.at_head = true;
  return made;
}

Location historic(std::string path, LocationKind kind,
                  const Introduction& introduction) {
  Location location =
      place(std::move(path), {3, 16}, 40, 84,
            {"CLOUD_TOKEN: ", Secret(letters(84)).redacted(), ""});
  location.confidence = Confidence::kCertain;
  location.provenance = {kind, introduction};
  return location;
}

// Messages and what else is no file.
Finding historic_cloud_pat_finding() {
  Finding finding = cloud_pat_finding();
  Introduction pathless;
  pathless.blob = id('d');
  Introduction message = introduction('e', 'e');
  Introduction tag = introduction('f', 'e');
  finding.locations = {
      historic("", LocationKind::kBlob, pathless),
      historic("", LocationKind::kCommitMessage, message),
      historic("", LocationKind::kTagMessage, tag),
      historic("", LocationKind::kIdentity, message),
      historic("1a/2b3c4d5e6f7890", LocationKind::kNote,
               introduction('b', 'c')),
      historic(".git/config", LocationKind::kGitConfig, message),
  };
  finding.locations.back().provenance.introduction.reset();
  return finding;
}

// What can become of a file.
Finding historic_deploy_token_finding() {
  Finding finding = deploy_token_finding();
  Introduction many = introduction('1', 'a');
  many.versions = 1234;
  Introduction removed = introduction('2', 'b');
  removed.at_head = false;
  removed.removed_commit = id('c');
  removed.removed_date = kAdded + 400 * kDay;
  removed.versions = 2;
  Introduction elsewhere = introduction('3', 'b');
  elsewhere.at_head = false;
  Introduction border = introduction('4', '9');
  border.at_shallow_border = true;
  finding.locations = {historic("a.yml", LocationKind::kBlob, many),
                       historic("b.yml", LocationKind::kBlob, removed),
                       historic("c.yml", LocationKind::kBlob, elsewhere),
                       historic("d.yml", LocationKind::kBlob, border)};
  for (Location& l : finding.locations) {
    l.snippet.masked = finding.secret.redacted();
  }
  return finding;
}

ScanSummary usual_scan() {
  ScanSummary scan;
  scan.target = ".";
  scan.started = 1'795'464'000;
  scan.duration_ms = 1432;
  scan.files = 12'345;
  scan.bytes = 98'765'432;
  scan.skipped_count = 3;
  scan.skipped = {{"a.png", "binary"}, {"b.png", "binary"}, {"log", "ignored"}};
  scan.skipped_reasons = {{"binary", 2}, {"ignored", 1}};
  return scan;
}

Sample sample_of(std::vector<Finding> findings, ScanSummary scan) {
  Sample sample{sample_rules(), {}, {}};
  for (const Finding& finding : findings) {
    sample.secrets.emplace_back(finding.secret.reveal());
    for (const Companion& c : finding.companions) {
      sample.secrets.emplace_back(c.value.reveal());
    }
  }
  sample.report = {std::move(scan), std::move(findings)};
  return sample;
}

}  // namespace

Sample usual_sample() {
  ScanSummary scan = usual_scan();
  scan.status = ScanStatus::kPartial;
  scan.unread_count = 12;
  scan.unread = {{"", "limit: more than 7 places with a secret"}};
  for (char c = 'a'; c < 'l'; ++c) {
    scan.unread.push_back({std::string("private/") + c, "permission denied"});
  }
  return sample_of(
      {password_finding(), cloud_pat_finding(), deploy_token_finding()},
      std::move(scan));
}

Sample hostile_sample() {
  Finding finding = deploy_token_finding();
  const std::string shown = finding.secret.redacted();
  finding.facts = {{"note\x1b[2J", "\xff\xfe \"quoted\"\n"}};
  finding.locations = {
      place("::error::x", {1, 1}, 0, 40, {"", shown, ""}),
      place("a\nb\x1b]0;title\x07.txt", {1, 1}, 0, 40,
            {"\x1b[31m ##vso[task.setvariable variable=x]", shown,
             "\x9b"
             "2J"}),
      place("caf\xc3\xa9/\xff\xfe\xc3\x28.txt", {2, 3}, 9, 40,
            {"\xe2\x80\xae", shown, "\xc3"}),
      place("say \"hi\"\\.txt", {3, 4}, 10, 40, {"\\u0022", shown, "\""}),
      place("txt.\xe2\x80\xae"
            "gpj",
            {4, 5}, 11, 40, {"##[group]", shown, ""}),
  };
  Introduction hostile = introduction('1', 'a');
  hostile.author = "A\x1b[2J ::error::\xe2\x80\xae \xff";
  hostile.email = "##[group]\r\n\xc2\x9b";
  hostile.date = std::numeric_limits<std::int64_t>::max();
  finding.locations[0].provenance.introduction = hostile;
  ScanSummary scan = usual_scan();
  scan.target = "\xff/\x1b[2J";
  scan.status = ScanStatus::kPartial;
  scan.skipped = {{"##[group]/\x7f\xf3\xa0\x81\x81\xe2\x80\xae", "binary"},
                  {"\xfe\x01", "binary"}};
  scan.skipped_count = 2;
  scan.skipped_reasons = {{"binary", 2}};
  scan.unread = {{"no\nentry\x1b[8m", "cannot open: \"\xff\""}};
  scan.unread_count = 1;
  return sample_of({finding}, std::move(scan));
}

Sample history_sample() {
  ScanSummary scan = usual_scan();
  scan.mode = ScanMode::kHistory;
  scan.files = 0;
  scan.commits = 67'890;
  scan.blobs = 262'343;
  scan.bytes = 8'700'000'000;
  scan.duration_ms = 2'812;
  return sample_of(
      {historic_cloud_pat_finding(), historic_deploy_token_finding()},
      std::move(scan));
}

Sample empty_sample() { return sample_of({}, usual_scan()); }

std::string rendered(const Sample& sample, std::string_view format,
                     const ReportOptions& options) {
  std::ostringstream out;
  find_format(format)->write(sample.input(), options, out);
  return out.str();
}

std::string golden(const std::string& name, const std::string& actual) {
  const std::string path = std::string(PATROL_TEST_DATA "/report/") + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << actual;
  }
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace patrol
