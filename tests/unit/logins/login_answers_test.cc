// What servers of databases and queues answer, and what it means.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "scanner/logins/amqp_login.h"
#include "scanner/logins/mysql_login.h"
#include "scanner/logins/postgresql_login.h"
#include "scanner/logins/redis_login.h"

namespace patrol {
namespace {

using namespace std::string_literals;

LiveStatus of_postgresql(std::string_view message, bool asked = true) {
  return meaning_of_pq_error({}, message, asked).status;
}

TEST(PostgresqlAnswers, AWrongPasswordIsDead) {
  EXPECT_EQ(of_postgresql("connection to server at \"10.0.0.1\", port 5432 "
                          "failed: FATAL:  28P01\n"),
            LiveStatus::kDead);
  EXPECT_EQ(of_postgresql("… fehlgeschlagen: SCHWERWIEGEND:  28P01\n"),
            LiveStatus::kDead);
}

TEST(PostgresqlAnswers, OfTwoTriesTheOneAboutThePasswordCounts) {
  EXPECT_EQ(of_postgresql("x failed: FATAL:  28P01\nx failed: FATAL:  28000\n"),
            LiveStatus::kDead);
}

TEST(PostgresqlAnswers, WhatComesAfterThePasswordIsRestricted) {
  for (const char* state : {"3D000", "42501", "53300", "55000"}) {
    const std::string message = "x failed: FATAL:  " + std::string(state);
    EXPECT_EQ(of_postgresql(message), LiveStatus::kRestricted) << state;
    EXPECT_EQ(of_postgresql(message, false), LiveStatus::kUnknown) << state;
  }
}

TEST(PostgresqlAnswers, WhatIsNotAboutThePasswordIsUnknown) {
  for (const char* message :
       {"x failed: FATAL:  28000\n", "x failed: FATAL:  57P03\n", "", "28P01",
        "could not translate host name \"a:  28p01\"", ":  28P01X\n"}) {
    EXPECT_EQ(of_postgresql(message), LiveStatus::kUnknown) << message;
  }
}

TEST(MysqlAnswers, AreTakenByTheirNumber) {
  const auto status = [](unsigned number) {
    return meaning_of_mysql_error({}, number).status;
  };
  EXPECT_EQ(status(1045), LiveStatus::kDead);
  for (const unsigned number : {1044U, 1049U, 1203U, 1226U, 1862U, 4151U}) {
    EXPECT_EQ(status(number), LiveStatus::kRestricted) << number;
  }
  for (const unsigned number : {1040U, 1130U, 1698U, 2002U, 2026U, 9999U}) {
    EXPECT_EQ(status(number), LiveStatus::kUnknown) << number;
  }
}

TEST(RedisCommand, CountsItsBytes) {
  EXPECT_EQ(redis_command({"AUTH", "a\r\nb"}),
            "*2\r\n$4\r\nAUTH\r\n$4\r\na\r\nb\r\n");
}

// One frame of the class Connection.
std::string frame(std::string_view method, std::string_view arguments) {
  const std::string payload =
      "\0\x0A"s + std::string(method) + std::string(arguments);
  return "\x01\0\0\0\0\0"s + static_cast<char>(payload.size()) + payload +
         "\xCE";
}

TEST(AmqpMethod, IsTakenOnceItIsWhole) {
  const std::string whole = frame("\0\x1E"s, "abc");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::string cut = whole.substr(0, size);
    EXPECT_FALSE(take_amqp_method(cut)) << size;
  }
  std::string bytes = whole + "rest";
  const auto told = take_amqp_method(bytes);
  EXPECT_EQ(told->kind, 10);
  EXPECT_EQ(told->number, 30);
  EXPECT_EQ(told->arguments, "abc");
  EXPECT_EQ(bytes, "rest");
}

TEST(AmqpMethod, IsNoneOfAnotherProtocol) {
  for (const std::string& bytes :
       {"AMQP\0\1\0\0"s, "HTTP/1.1 400 Bad Request"s,
        "\x01\0\0\xFF\xFF\xFF\xFF\0"s, "\x08\0\0\0\0\0\0\xCE"s}) {
    std::string given = bytes;
    EXPECT_EQ(take_amqp_method(given)->kind, 0) << bytes;
  }
}

TEST(AmqpServer, SaysProductAndVersion) {
  EXPECT_EQ(amqp_server("\x07productS\0\0\0\x08RabbitMQ"s +
                        "\x07versionS\0\0\0\x06"s + "3.10.8"),
            "RabbitMQ 3.10.8");
}

TEST(AmqpServer, SaysNothingThatItCannotBe) {
  for (const std::string& start :
       {""s, "\x07productS"s, "\x07productS\0\0\0\xFFRabbit"s,
        "\x07productS\xFF\xFF\xFF\xFFRabbit"s,
        "\x07productS\0\0\0\x05\x1B[31m"s}) {
    EXPECT_EQ(amqp_server(start), "AMQP") << start;
  }
}

}  // namespace
}  // namespace patrol
