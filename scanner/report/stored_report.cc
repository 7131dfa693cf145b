#include "scanner/report/stored_report.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "scanner/core/codec.h"
#include "scanner/core/utc_time.h"
#include "scanner/report/json_objects.h"
#include "scanner/report/json_pieces.h"
#include "scanner/report/json_place.h"

namespace patrol {
namespace {

// Keeps the order of keys: that of facts is for the reader. A look-up goes
// through all keys; cut_json() has bounded them.
using Json = nlohmann::ordered_json;

// Whole numbers that every JSON reader has exactly. Sums of a thousand fit.
constexpr std::uint64_t kLargest = std::uint64_t{1} << 53;

// The fields of one object. What is missing or wrong is noted, and reads as
// empty. A key that nobody asks for makes `has_more`.
class Fields {
 public:
  Fields(const Json& json, const JsonPlace& where, ReadNotes& notes)
      : json_(json), where_(where), notes_(notes) {
    if (!json.is_object()) notes_.add_fault(where_, "is not an object");
  }
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;
  ~Fields() {
    if (json_.is_object() && asked_ < json_.size()) notes_.has_more = true;
  }

  const JsonPlace& where() const { return where_; }
  ReadNotes& notes() const { return notes_; }

  // nullptr: it is not there.
  const Json* find(std::string_view key) {
    if (!json_.is_object()) return nullptr;
    const auto at = json_.find(std::string(key));
    if (at == json_.end()) return nullptr;
    ++asked_;
    return &*at;
  }

  bool has(std::string_view key) const {
    return json_.is_object() && json_.contains(std::string(key));
  }

  void fault(std::string_view key, std::string_view what) const {
    notes_.add_fault({&where_, key}, what);
  }

  const Json& at(std::string_view key) {
    static const Json kNone;
    if (const Json* value = find(key)) return *value;
    if (json_.is_object()) fault(key, "is missing");
    return kNone;
  }

  std::string text(std::string_view key) { return text_of(key, at(key)); }

  std::optional<std::string> text_if_any(std::string_view key) {
    const Json* value = find(key);
    if (value == nullptr) return std::nullopt;
    return text_of(key, *value);
  }

  std::uint64_t number(std::string_view key, std::uint64_t most = kLargest) {
    const Json& value = at(key);
    if (!value.is_number_unsigned()) {
      fault(key, "is not a number");
      return 0;
    }
    const auto number = value.get<std::uint64_t>();
    if (number > most) fault(key, "is too large");
    return std::min(number, most);
  }

  bool flag(std::string_view key) {
    const Json& value = at(key);
    if (!value.is_boolean()) fault(key, "is not true or false");
    return value == Json(true);
  }

  std::int64_t time(std::string_view key) {
    const auto time = parse_utc_time(text(key));
    if (!time) fault(key, "is not a time such as 2026-11-23T20:00:00Z");
    return time.value_or(0);
  }

  // One of the words of an enumeration whose last value is `last`.
  template <typename Word>
  Word word(std::string_view key, Word last) {
    const std::string word = text(key);
    for (std::size_t i = 0; i <= static_cast<std::size_t>(last); ++i) {
      if (word == to_text(static_cast<Word>(i))) return static_cast<Word>(i);
    }
    fault(key, "is no word that this patrol knows");
    return {};
  }

  // The exact bytes of a name: those of "path_b64" where it is not UTF-8.
  std::string name(std::string_view key) {
    const std::string bytes_key = std::string(key) + "_b64";
    std::string shown = text_if_any(key).value_or("");
    const auto encoded = text_if_any(bytes_key);
    if (!encoded) return shown;
    auto bytes = decode_base64(*encoded);
    if (!bytes) fault(bytes_key, "is not base64");
    return bytes ? *std::move(bytes) : shown;
  }

  // Calls `read` with each element and where it stands.
  template <typename Read>
  void each(std::string_view key, const Read& read) {
    const Json& array = at(key);
    if (!array.is_array()) return fault(key, "is not an array");
    const JsonPlace where{&where_, key};
    for (std::size_t i = 0; i < array.size(); ++i) {
      read(array[i], JsonPlace{&where, {}, i});
    }
  }

 private:
  std::string text_of(std::string_view key, const Json& value) const {
    if (value.is_string()) return value.get<std::string>();
    fault(key, "is not a text");
    return {};
  }

  const Json& json_;
  const JsonPlace& where_;
  ReadNotes& notes_;
  std::size_t asked_ = 0;
};

std::vector<Unread> unread(Fields& fields, std::string_view key) {
  std::vector<Unread> entries;
  fields.each(key, [&](const Json& json, const JsonPlace& where) {
    Fields entry(json, where, fields.notes());
    entries.push_back(
        {entry.name("path"), entry.text("reason"), entry.name("member")});
  });
  return entries;
}

// What of a scan a stream says at its head, too.
void read_scan_head(Fields& fields, ScanSummary& scan) {
  scan.mode = fields.word("mode", ScanMode::kRange);
  scan.target = fields.text("target");
  scan.started = fields.time("started");
}

ScanSummary read_scan(Fields& fields) {
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

Introduction read_introduction(Fields& fields) {
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
  const Json* shallow = fields.find("shallow");
  i.at_shallow_border = shallow != nullptr && *shallow == Json(true);
  return i;
}

class Reader {
 public:
  Reader(ToldRules& rules, StoredReport& stored)
      : rules_(rules), stored_(stored) {}

  Result<void> read(std::string_view text);

 private:
  void add_piece(std::string_view text, const JsonPlace& where, bool is_line);
  void read_frame(const Json& json, std::size_t findings);
  void add_line(const Json& json, const JsonPlace& where);
  void read_head(Fields& fields);
  void end_stream();
  RuleIndex rule(Fields& fields);
  std::vector<Companion> companions(Fields& fields);
  Location location(const Json& json, const JsonPlace& where);
  void add_finding(Fields& fields);

  ReadNotes notes_;
  ToldRules& rules_;
  StoredReport& stored_;
  bool has_head_ = false;     // of a stream
  bool has_summary_ = false;  // likewise
};

// Which report it is, of what patrol.
void Reader::read_head(Fields& fields) {
  if (fields.text("schema") != kSchema) {
    fields.fault("schema", "is not " + std::string(kSchema));
  }
  const JsonPlace where{&fields.where(), "tool"};
  Fields tool(fields.at("tool"), where, notes_);
  tool.text("name");
  stored_.version = tool.text("version");
  stored_.rules = static_cast<std::size_t>(tool.number("rules"));
  stored_.rules_digest = tool.text("rules_digest");
}

RuleIndex Reader::rule(Fields& fields) {
  const std::string id = fields.text("rule");
  ToldRule told;
  told.name = fields.text("name");
  told.severity = fields.word("severity", Severity::kCritical);
  const JsonPlace where{&fields.where(), "remediation"};
  Fields remediation(fields.at("remediation"), where, notes_);
  told.remediation_text = remediation.text("text");
  told.remediation_url = remediation.text("url");
  return rules_.add(id, std::move(told));
}

std::vector<Companion> Reader::companions(Fields& fields) {
  std::vector<Companion> companions;
  fields.each("companions", [&](const Json& json, const JsonPlace& where) {
    Fields companion(json, where, notes_);
    const RuleIndex rule = rules_.add(companion.text("rule"));
    companions.push_back(
        {rule, Secret::reported(companion.text("value"), std::nullopt)});
  });
  return companions;
}

Location Reader::location(const Json& json, const JsonPlace& where) {
  Fields fields(json, where, notes_);
  Location l;
  l.path = fields.name("path");
  l.member = fields.name("member");
  l.provenance.kind = fields.word("kind", LocationKind::kGitConfig);
  l.begin = {fields.number("line"), fields.number("column")};
  l.end = {fields.number("end_line"), fields.number("end_column")};
  l.where.begin = fields.number("offset");
  l.where.end = l.where.begin + fields.number("length");
  fields.each("decoded_from", [&](const Json& name, const JsonPlace& at) {
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

Facts facts(Fields& fields) {
  Facts facts;
  const Json& json = fields.at("facts");
  if (!json.is_object()) fields.fault("facts", "is not an object");
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string()) fields.fault("facts", "is not of texts alone");
    if (value.is_string()) facts.emplace_back(key, value.get<std::string>());
  }
  return facts;
}

Verification verification(Fields& finding, ReadNotes& notes) {
  Fields fields(finding.at("verification"), {&finding.where(), "verification"},
                notes);
  Verification v;
  v.status = fields.word("status", LiveStatus::kUnknown);
  if (fields.has("checked")) v.checked = fields.time("checked");
  v.detail = fields.text_if_any("detail").value_or("");
  v.account = fields.text_if_any("account").value_or("");
  v.expires = fields.text_if_any("expires").value_or("");
  if (!fields.has("scopes")) return v;
  fields.each("scopes", [&](const Json& scope, const JsonPlace& at) {
    if (!scope.is_string()) return notes.add_fault(at, "is not a text");
    v.scopes.push_back(scope.get<std::string>());
  });
  return v;
}

void Reader::add_finding(Fields& fields) {
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
  fields.each("locations", [&](const Json& location_json, const JsonPlace& at) {
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

void Reader::add_line(const Json& json, const JsonPlace& where) {
  Fields fields(json, where, notes_);
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

void Reader::read_frame(const Json& json, std::size_t findings) {
  const JsonPlace where;
  Fields fields(json, where, notes_);
  read_head(fields);
  const JsonPlace scan_where{&where, "scan"};
  Fields scan(fields.at("scan"), scan_where, notes_);
  stored_.report.scan = read_scan(scan);
  const Json& array = fields.at("findings");
  if (!array.is_array() || array.size() != findings) {
    fields.fault("findings", "is not an array of objects");
  }
}

void Reader::add_piece(std::string_view text, const JsonPlace& where,
                       bool is_line) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return notes_.add_fault(where, "is not JSON");
  if (is_line) return add_line(json, where);
  Fields fields(json, where, notes_);
  add_finding(fields);
}

Result<void> Reader::read(std::string_view text) {
  const Result<JsonPieces> pieces = cut_json(text);
  if (!pieces) return pieces.error();
  if (!pieces->is_stream) {
    const Json frame = Json::parse(pieces->frame, nullptr, false);
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
