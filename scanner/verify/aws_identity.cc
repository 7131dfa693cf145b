#include "scanner/verify/aws_identity.h"

#include <ctime>
#include <optional>
#include <utility>
#include <vector>

#include "scanner/core/digest.h"
#include "scanner/core/utc_time.h"
#include "scanner/verify/answer_fields.h"

namespace patrol {
namespace {

constexpr std::string_view kHost = "sts.amazonaws.com";
constexpr std::string_view kRegion = "us-east-1";
constexpr std::string_view kBody =
    "Action=GetCallerIdentity&Version=2011-06-15";
constexpr std::string_view kType = "application/x-www-form-urlencoded";
constexpr std::string_view kSigned = "content-type;host;x-amz-date";
constexpr std::string_view kKeyId = "aws-access-key-id";
// Key ids of temporary keys, which work with a session token alone.
constexpr std::string_view kTemporary = "ASIA";

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string canonical(const AwsRequest& request) {
  return "POST\n/\n\ncontent-type:" + std::string(kType) +
         "\nhost:" + std::string(request.host) +
         "\nx-amz-date:" + std::string(request.time) + "\n\n" +
         std::string(kSigned) + "\n" + sha256_hex(request.body);
}

std::string scope_of(const AwsRequest& request) {
  return std::string(request.time.substr(0, 8)) + "/" +
         std::string(request.region) + "/" + std::string(request.service) +
         "/aws4_request";
}

std::string signature(const AwsRequest& request, std::string_view text) {
  Digest key = hmac_sha256("AWS4" + std::string(request.secret),
                           request.time.substr(0, 8));
  for (std::string_view part :
       {request.region, request.service, std::string_view("aws4_request")}) {
    key = hmac_sha256(bytes_of(key), part);
  }
  return to_hex(hmac_sha256(bytes_of(key), text));
}

// "2026-11-28T10:20:30Z" as "20261128T102030Z".
std::string amazon_time() {
  std::string time = utc_time(std::time(nullptr));
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return time;
}

// The text of <name>…</name> in an answer in XML.
std::string element(std::string_view xml, std::string_view name) {
  const std::string open = "<" + std::string(name) + ">";
  const std::size_t at = xml.find(open);
  if (at == xml.npos) return {};
  const std::string_view rest = xml.substr(at + open.size());
  return std::string(rest.substr(0, std::min(rest.find('<'), kLongestField)));
}

class AwsIdentityInquiry final : public Inquiry {
 public:
  AwsIdentityInquiry(const Subject& subject, const RuleSet& rules)
      : subject_(subject) {
    for (const Companion& companion : subject.companions) {
      if (rules[companion.rule].id == kKeyId) {
        key_ids_.emplace_back(companion.value.reveal());
      }
    }
  }

  Step next(const HttpOutcome* last) override {
    if (last) {
      if (auto verdict = take(*last)) return *std::move(verdict);
      ++asked_;
    }
    while (asked_ < key_ids_.size() &&
           key_ids_[asked_].starts_with(kTemporary)) {
      note("it is temporary, and its session token is not known");
      ++asked_;
    }
    if (asked_ < key_ids_.size()) return request_with(key_ids_[asked_]);
    if (is_dead_) return *std::move(is_dead_);
    return unknown(reason_.empty() ? "no key id stands beside it" : reason_);
  }

 private:
  HttpRequest request_with(const std::string& key_id) const {
    const std::string time = amazon_time();
    const AwsRequest signed_request{
        key_id, subject_.secret.reveal(), time, kHost, kRegion, "sts", kBody};
    return {.method = "POST",
            .host = std::string(kHost),
            .path = "/",
            .headers = {"Content-Type: " + std::string(kType),
                        "X-Amz-Date: " + time,
                        "Authorization: " + aws_authorization(signed_request)},
            .body = std::string(kBody)};
  }

  std::optional<Verification> take(const HttpOutcome& outcome) {
    if (!outcome.answer) {
      note(outcome.failure);
      return std::nullopt;
    }
    const HttpAnswer& answer = *outcome.answer;
    if (answer.status == 200) {
      return Verification{
          .status = LiveStatus::kLive,
          .detail = "account " + element(answer.body, "Account"),
          .account = element(answer.body, "Arn")};
    }
    const std::string code = element(answer.body, "Code");
    if (code == "InvalidClientTokenId" || code == "ExpiredToken") {
      is_dead_ = {.status = LiveStatus::kDead, .detail = code};
    } else {
      note(code.empty() ? "HTTP " + std::to_string(answer.status) : code);
    }
    return std::nullopt;
  }

  void note(std::string reason) {
    if (reason_.empty()) reason_ = std::move(reason);
  }

  const Subject& subject_;
  std::vector<std::string> key_ids_;
  std::size_t asked_ = 0;
  std::optional<Verification> is_dead_;  // with one of the ids
  std::string reason_;
};

}  // namespace

std::string aws_authorization(const AwsRequest& request) {
  const std::string scope = scope_of(request);
  const std::string text = "AWS4-HMAC-SHA256\n" + std::string(request.time) +
                           "\n" + scope + "\n" + sha256_hex(canonical(request));
  return "AWS4-HMAC-SHA256 Credential=" + std::string(request.key_id) + "/" +
         scope + ", SignedHeaders=" + std::string(kSigned) +
         ", Signature=" + signature(request, text);
}

std::unique_ptr<Inquiry> aws_identity_inquiry(const Subject& subject,
                                              const RuleSet& rules) {
  return std::make_unique<AwsIdentityInquiry>(subject, rules);
}

}  // namespace patrol
