#include "scanner/report/stored_report.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "scanner/report/json_fields.h"
#include "scanner/report/json_objects.h"
#include "scanner/report/json_pieces.h"
#include "scanner/report/json_place.h"

namespace patrol {
namespace {

std::vector<Unread> unread(JsonFields& fields, std::string_view key) {
  std::vector<Unread> entries;
  fields.each(key, [&](const OrderedJson& json, const JsonPlace& where) {
    JsonFields entry(json, where, fields.notes());
    entries.push_back(
        {entry.name("path"), entry.text("reason"), entry.name("member")});
  });
  return entries;
}

// What of a scan a stream says at its head, too.
void read_scan_head(JsonFields& fields, ScanSummary& scan) {
  scan.mode = fields.word("mode", ScanMode::kRange);
  scan.target = fields.text("target");
  scan.started = fields.time("started");
}

ScanSummary read_scan(JsonFields& fields) {
  ScanSummary scan;
  read_scan_head(fields, scan);
  scan.status = fields.word("status", ScanStatus::kFailed);
  scan.duration_ms = static_cast<std::int64_t>(fields.number("duration_ms"));
  scan.files = fields.number("files");
  scan.blobs = fields.number("blobs");
  scan.commits = fields.number("commits");
  scan.bytes = fields.number("bytes");
  scan.skipped_count = fields.number("skipped_count");
  scan.unread_count = fields.number("unread_count");
  scan.suppressed_count = fields.number("suppressed_count");
  scan.suppressed_by_repository = fields.number("suppressed_by_repository");
  scan.skipped = unread(fields, "skipped");
  scan.unread = unread(fields, "unread");
  return scan;
}

Introduction read_introduction(JsonFields& fields) {
  Introduction i;
  i.blob = fields.text_if_any("blob").value_or("");
  i.commit = fields.text_if_any("commit").value_or("");
  if (!i.commit.empty()) {
    i.author = fields.text("author");
    i.email = fields.text("email");
    i.date = fields.time("date");
  }
  i.versions =
      static_cast<std::uint32_t>(fields.number("versions", UINT32_MAX));
  i.at_head = fields.flag("at_head");
  i.removed_commit = fields.text_if_any("removed_commit").value_or("");
  if (!i.removed_commit.empty()) i.removed_date = fields.time("removed_date");
  const OrderedJson* shallow = fields.find("shallow");
  i.at_shallow_border = shallow != nullptr && *shallow == OrderedJson(true);
  return i;
}

class Reader {
 public:
  Reader(ToldRules& rules, StoredReport& stored)
      : rules_(rules), stored_(stored) {}

  Result<void> read(std::string_view text);

 private:
  void add_piece(std::string_view text, const JsonPlace& where, bool is_line);
  void read_frame(const OrderedJson& json, std::size_t findings);
  void add_line(const OrderedJson& json, const JsonPlace& where);
  void read_head(JsonFields& fields);
  void end_stream();
  RuleIndex rule(JsonFields& fields);
  std::vector<Companion> companions(JsonFields& fields);
  Location location(const OrderedJson& json, const JsonPlace& where);
  void add_finding(JsonFields& fields);

  ReadNotes notes_;
  ToldRules& rules_;
  StoredReport& stored_;
  bool has_head_ = false;     // of a stream
  bool has_summary_ = false;  // likewise
};

// Which report it is, of what patrol.
void Reader::read_head(JsonFields& fields) {
  if (fields.text("schema") != kSchema) {
    fields.fault("schema", "is not " + std::string(kSchema));
  }
  const JsonPlace where{&fields.where(), "tool"};
  JsonFields tool(fields.at("tool"), where, notes_);
  tool.text("name");
  stored_.version = tool.text("version");
  stored_.rules = static_cast<std::size_t>(tool.number("rules"));
  stored_.rules_digest = tool.text("rules_digest");
}

RuleIndex Reader::rule(JsonFields& fields) {
  const std::string id = fields.text("rule");
  ToldRule told;
  told.name = fields.text("name");
  told.severity = fields.word("severity", Severity::kCritical);
  const JsonPlace where{&fields.where(), "remediation"};
  JsonFields remediation(fields.at("remediation"), where, notes_);
  told.remediation_text = remediation.text("text");
  told.remediation_url = remediation.text("url");
  return rules_.add(id, std::move(told));
}

std::vector<Companion> Reader::companions(JsonFields& fields) {
  std::vector<Companion> companions;
  fields.each(
      "companions", [&](const OrderedJson& json, const JsonPlace& where) {
        JsonFields companion(json, where, notes_);
        const RuleIndex rule = rules_.add(companion.text("rule"));
        companions.push_back(
            {rule, Secret::reported(companion.text("value"), std::nullopt)});
      });
  return companions;
}

Location Reader::location(const OrderedJson& json, const JsonPlace& where) {
  JsonFields fields(json, where, notes_);
  Location l;
  l.path = fields.name("path");
  l.member = fields.name("member");
  l.provenance.kind = fields.word("kind", LocationKind::kGitConfig);
  l.begin = {fields.number("line"), fields.number("column")};
  l.end = {fields.number("end_line"), fields.number("end_column")};
  l.where.begin = fields.number("offset");
  l.where.end = l.where.begin + fields.number("length");
  fields.each("decoded_from", [&](const OrderedJson& name,
                                  const JsonPlace& at) {
    if (!name.is_string()) return notes_.add_fault(at, "is not a text");
    l.decoded_from.push_back(rules_.keep(name.get_ref<const std::string&>()));
  });
  l.confidence = fields.word("confidence", Confidence::kCertain);
  const bool is_of_history = json.is_object() && json.contains("versions");
  if (is_of_history) l.provenance.introduction = read_introduction(fields);
  return l;
}

bool is_fingerprint(std::string_view text) {
  return text.size() == 32 &&
         text.find_first_not_of("0123456789abcdef") == text.npos;
}

Facts facts(JsonFields& fields) {
  Facts facts;
  const OrderedJson& json = fields.at("facts");
  if (!json.is_object()) fields.fault("facts", "is not an object");
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string()) fields.fault("facts", "is not of texts alone");
    if (value.is_string()) facts.emplace_back(key, value.get<std::string>());
  }
  return facts;
}

Verification verification(JsonFields& finding, ReadNotes& notes) {
  JsonFields fields(finding.at("verification"),
                    {&finding.where(), "verification"}, notes);
  Verification v;
  v.status = fields.word("status", LiveStatus::kUnknown);
  if (fields.has("checked")) v.checked = fields.time("checked");
  v.detail = fields.text_if_any("detail").value_or("");
  v.account = fields.text_if_any("account").value_or("");
  v.expires = fields.text_if_any("expires").value_or("");
  if (!fields.has("scopes")) return v;
  fields.each("scopes", [&](const OrderedJson& scope, const JsonPlace& at) {
    if (!scope.is_string()) return notes.add_fault(at, "is not a text");
    v.scopes.push_back(scope.get<std::string>());
  });
  return v;
}

void Reader::add_finding(JsonFields& fields) {
  Finding f;
  f.fingerprint = fields.text("fingerprint");
  if (!is_fingerprint(f.fingerprint)) {
    fields.fault("fingerprint", "is not 32 hexadecimal digits");
  }
  f.rule = rule(fields);
  f.confidence = fields.word("confidence", Confidence::kCertain);
  f.secret =
      Secret::reported(fields.text("secret"), fields.number("secret_length"));
  f.check_digits = fields.word("checksum", CheckDigits::kValid);
  f.facts = facts(fields);
  f.verification = verification(fields, notes_);
  f.companions = companions(fields);
  fields.each("locations",
              [&](const OrderedJson& location_json, const JsonPlace& at) {
                f.locations.push_back(location(location_json, at));
              });
  if (f.locations.empty()) fields.fault("locations", "is empty");
  stored_.report.findings.push_back(std::move(f));
}

// The rest of a stream may have been lost with the summary.
void Reader::end_stream() {
  if (!has_head_) notes_.add_fault({}, "has no line of type \"scan\"");
  if (has_summary_) return;
  ScanSummary& scan = stored_.report.scan;
  scan.status = ScanStatus::kPartial;
  scan.unread_count = 1;
  scan.unread = {{"", "the report was cut off before its end"}};
}

void Reader::add_line(const OrderedJson& json, const JsonPlace& where) {
  JsonFields fields(json, where, notes_);
  const std::string type = fields.text("type");
  if (type == "scan") {
    if (has_head_) fields.fault("type", "is the head of a second report");
    has_head_ = true;
    read_head(fields);
    read_scan_head(fields, stored_.report.scan);
  } else if (type == "summary") {
    has_summary_ = true;
    stored_.report.scan = read_scan(fields);
  } else if (type == "finding") {
    add_finding(fields);
  }
}

void Reader::read_frame(const OrderedJson& json, std::size_t findings) {
  const JsonPlace where;
  JsonFields fields(json, where, notes_);
  read_head(fields);
  const JsonPlace scan_where{&where, "scan"};
  JsonFields scan(fields.at("scan"), scan_where, notes_);
  stored_.report.scan = read_scan(scan);
  const OrderedJson& array = fields.at("findings");
  if (!array.is_array() || array.size() != findings) {
    fields.fault("findings", "is not an array of objects");
  }
}

void Reader::add_piece(std::string_view text, const JsonPlace& where,
                       bool is_line) {
  const OrderedJson json =
      OrderedJson::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return notes_.add_fault(where, "is not JSON");
  if (is_line) return add_line(json, where);
  JsonFields fields(json, where, notes_);
  add_finding(fields);
}

Result<void> Reader::read(std::string_view text) {
  const Result<JsonPieces> pieces = cut_json(text);
  if (!pieces) return pieces.error();
  if (!pieces->is_stream) {
    const OrderedJson frame = OrderedJson::parse(pieces->frame, nullptr, false);
    if (frame.is_discarded()) return Error{"is not JSON"};
    if (!frame.is_object() || !frame.contains("schema")) {
      return Error{"is not a report of patrol"};
    }
    read_frame(frame, pieces->objects.size());
  }
  const JsonPlace all{nullptr, pieces->is_stream ? "line" : "findings"};
  for (std::size_t i = 0; i < pieces->objects.size(); ++i) {
    if (!notes_.fault.empty()) break;
    const std::size_t index = pieces->is_stream ? i + 1 : i;
    add_piece(pieces->objects[i], {&all, {}, index}, pieces->is_stream);
  }
  if (pieces->is_stream) end_stream();
  stored_.has_more = notes_.has_more;
  if (!notes_.fault.empty()) return Error{notes_.fault};
  return {};
}

}  // namespace

Result<StoredReport> read_stored_report(std::string_view text,
                                        const std::string& name,
                                        ToldRules& rules) {
  StoredReport stored;
  const Result<void> read = Reader(rules, stored).read(text);
  if (!read) return Error{name + ": " + read.error().message};
  return stored;
}

}  // namespace patrol
