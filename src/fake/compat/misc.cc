#include <algorithm>

#include "compat/binary.h"
#include "compat/draw.h"
#include "compat/people.h"
#include "compat/providers.h"
#include "data.h"
#include "js_text.h"
#include "parts.h"
#include "template.h"

namespace mimus::fake::compat {
namespace {

Value null_boolean(Engine& engine, const Args&) {
  const int what = roll(engine, 0, 2);
  return what == 0 ? Value(nullptr) : Value(what == 1);
}
void uuid1(Engine& engine, const Args&, std::string& out) {
  append_uuid(engine, out);
  out[out.size() - 22] = '1';  // the version
}

// What the columns of the table-makers hold: templates of names, addresses …
// ("{{person.fullName}}").
std::vector<Template> columns(const Args& args, std::size_t at) {
  std::vector<Template> made;
  for (const json::Value& text : args.list(at)) {
    if (text.is_string()) made.push_back(Template::compile(std::string(text.get_string())));
  }
  if (made.empty()) {
    made.push_back(Template::compile(std::string("{{person.fullName}}")));
    made.push_back(Template::compile(std::string("{{location.streetAddress}}")));
  }
  return made;
}
void append_quoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}
void append_header(const Args& args, char delimiter, std::string& out) {
  bool first = true;
  for (const json::Value& name : args.list(0)) {
    if (!std::exchange(first, false)) out += delimiter;
    append_quoted(name.is_string() ? std::string_view(name.get_string()) : std::string_view(), out);
  }
  if (!first) out += "\r\n";
}
void append_table(Engine& engine, const Args& args, char delimiter, std::string& out) {
  const std::vector<Template> cells = columns(args, 1);
  append_header(args, delimiter, out);
  const double rows = args.count(engine, 2, 10);
  for (double row = 1; row <= rows && !engine.failed(); ++row) {
    if (args.flag(3, false)) {
      append_quoted(number_text(row), out);
      out += delimiter;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      std::string cell;
      cells[i].run(engine, cell);
      if (i > 0) out += delimiter;
      append_quoted(cell, out);
    }
    out += "\r\n";
  }
}
void csv(Engine& engine, const Args& args, std::string& out) {
  append_table(engine, args, ',', out);
}
void tsv(Engine& engine, const Args& args, std::string& out) {
  append_table(engine, args, '\t', out);
}
void psv(Engine& engine, const Args& args, std::string& out) {
  append_table(engine, args, '|', out);
}
void dsv(Engine& engine, const Args& args, std::string& out) {
  const std::string_view delimiter = args.text(4, ";");
  append_table(engine, args, delimiter.empty() ? ';' : delimiter[0], out);
}

// data_columns: [[width, "{{template}}"], …]
void fixed_width(Engine& engine, const Args& args, std::string& out) {
  struct Column {
    std::size_t width;
    Template text;
  };
  std::vector<Column> cells;
  for (const json::Value& column : args.list(0)) {
    const json::Array* pair = column.if_array();
    const bool fits = pair != nullptr && pair->size() >= 2 && (*pair)[0].is_int64() &&
                      (*pair)[0].get_int64() >= 0 && (*pair)[0].get_int64() <= 10'000 &&
                      (*pair)[1].is_string();
    if (!fits)
      return engine.fail("a column is [width, \"{{template}}\"]",
                         "such as [20, \"{{person.fullName}}\"]");
    cells.push_back({static_cast<std::size_t>((*pair)[0].get_int64()),
                     Template::compile(std::string((*pair)[1].get_string()))});
  }
  if (cells.empty()) {
    cells.push_back({20, Template::compile(std::string("{{person.fullName}}"))});
    cells.push_back(
        {3, Template::compile(std::string("{{number.int({\"min\":50,\"max\":150})}}"))});
  }
  const double rows = args.count(engine, 1, 10);
  for (double row = 0; row < rows && !engine.failed(); ++row) {
    if (row > 0) out += "\r\n";
    for (const Column& column : cells) {
      std::string text;
      column.text.run(engine, text);
      std::u16string units = to_utf16(text);
      units.resize(column.width, u' ');
      append_utf8(units, out);
    }
  }
}

// data_columns: {"member": "{{template}}" or a method's name}; several rows make an array.
void append_json_row(Engine& engine, const json::Object& members, std::string& out) {
  out += '{';
  bool first = true;
  for (const auto& [key, form] : members) {
    if (!std::exchange(first, false)) out += ',';
    json::write_string(key, out);
    out += ':';
    std::string text;
    if (form.is_string()) {
      const std::string_view written = form.get_string();
      const bool bare =
          written.find("{{") == std::string_view::npos && find_method(written) != nullptr;
      Template::compile(bare ? "{{" + std::string(written) + "}}" : std::string(written))
          .run(engine, text);
      json::write_string(text, out);
    } else {
      json::write(form, out);
    }
  }
  out += '}';
}
void json_rows(Engine& engine, const Args& args, std::string& out) {
  json::Object members = args.object(0);
  if (members.empty())
    members =
        json::Object{{"name", "{{person.fullName}}"}, {"residency", "{{location.streetAddress}}"}};
  const double rows = args.count(engine, 1, 10);
  if (rows != 1) out += '[';
  for (double row = 0; row < rows && !engine.failed(); ++row) {
    if (row > 0) out += ", ";
    append_json_row(engine, members, out);
  }
  if (rows != 1) out += ']';
}
void append_xml_text(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else
      out += c;
  }
}
void xml(Engine& engine, const Args& args, std::string& out) {
  out += "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<root>";
  for (double left = args.count(engine, 0, 10); left > 0 && !engine.failed(); --left) {
    std::string name;
    append_of(engine, kSmall, 8, name);
    out.append("<").append(name).append(">");
    append_xml_text(sample_word(engine, Args::none()), out);
    out.append("</").append(name).append(">");
  }
  out += "</root>";
}

void unix_device(Engine& engine, const Args& args, std::string& out) {
  constexpr std::string_view kKinds[] = {"sd", "vd", "xvd"};
  out.append("/dev/").append(args.has(0) ? args.text(0) : row_of(engine, kKinds));
  out += one_of(engine, kSmall);
}
void unix_partition(Engine& engine, const Args& args, std::string& out) {
  unix_device(engine, args, out);
  out += digit(engine);
}
constexpr std::string_view kFileKinds[] = {"bmp",  "gif",  "jpeg", "png",  "tiff", "csv",  "doc",
                                           "docx", "html", "js",   "json", "odt",  "pdf",  "ppt",
                                           "txt",  "xls",  "xlsx", "mp3",  "wav",  "flac", "avi",
                                           "mov",  "mp4",  "webm", "css",  "xml",  "zip"};
void file_extension(Engine& engine, const Args&, std::string& out) {
  out += row_of(engine, kFileKinds);
}
void file_name(Engine& engine, const Args& args, std::string& out) {
  append_lower(sample_word(engine, Args::none()), out);
  out.append(".").append(args.has(0) ? args.text(0) : row_of(engine, kFileKinds));
}
void file_path(Engine& engine, const Args& args, std::string& out) {
  for (double left = args.count(engine, 0, 1); left > 0 && !engine.failed(); --left) {
    out += '/';
    append_lower(sample_word(engine, Args::none()), out);
  }
  out += '/';
  append_lower(sample_word(engine, Args::none()), out);
  out.append(".").append(args.has(1) ? args.text(1) : row_of(engine, kFileKinds));
}

constexpr Param kRaw[] = {{"raw_output", Type::kBoolean, "false"}};
constexpr Param kArchive[] = {{"uncompressed_size", Type::kNumber, "65536"},
                              {"num_files", Type::kNumber, "1"},
                              {"min_file_size", Type::kNumber, "4096"}};
constexpr Param kImage[] = {{"size", Type::kList, "[256, 256]"},
                            {"image_format", Type::kChoice, "png", "png|svg"}};
constexpr Param kLength[] = {{"length", Type::kRange, "1024"}};
constexpr Param kTable[] = {{"header", Type::kList, "none"},
                            {"data_columns", Type::kList, "name, address"},
                            {"num_rows", Type::kRange, "10"},
                            {"include_row_ids", Type::kBoolean, "false"},
                            {"delimiter", Type::kText, ";"}};
constexpr Params table_params(std::size_t count) {
  return Params(kTable).first(count);
}
constexpr Param kFixed[] = {{"data_columns", Type::kList, "name, age"},
                            {"num_rows", Type::kRange, "10"}};
constexpr Param kJson[] = {{"data_columns", Type::kObject, "name, residency"},
                           {"num_rows", Type::kRange, "10"}};
constexpr Param kXml[] = {{"nb_elements", Type::kRange, "10"}};
constexpr Param kPrefix[] = {{"prefix", Type::kText, "a draw"}};
constexpr Param kExtension[] = {{"extension", Type::kText, "a draw"}};
constexpr Param kPath[] = {{"depth", Type::kRange, "1"}, {"extension", Type::kText, "a draw"}};

constexpr Method kMethods[] = {
    text_row("misc", "binary", binary, "Bytes, as base64", kLength, 1),
    text_row("misc", "csv", csv, "Lines of comma-separated values", table_params(4), 4),
    text_row("misc", "dsv", dsv, "Lines of values with a delimiter", table_params(5), 5),
    text_row("misc", "fixed_width", fixed_width, "Lines of columns with fixed widths", kFixed, 2),
    text_row("misc", "image", image, "A picture of a polygon, as base64", kImage, 2),
    text_row("misc", "json", json_rows, "A JSON text", kJson, 2),
    text_row("misc", "md5", digest_of<digest::Kind::kMd5>, "The MD5 of a number", kRaw, 1),
    value_row("misc", "null_boolean", Returns::kAny, null_boolean, "true, false or null"),
    text_row("misc", "psv", psv, "Lines of values with a bar between", table_params(4), 4),
    text_row("misc", "sha1", digest_of<digest::Kind::kSha1>, "The SHA-1 of a number", kRaw, 1),
    text_row("misc", "sha256", digest_of<digest::Kind::kSha256>, "The SHA-256 of a number", kRaw,
             1),
    text_row("misc", "tar", tar, "A tar archive, as base64", kArchive, 3),
    text_row("misc", "tsv", tsv, "Lines of values with a tab between", table_params(4), 4),
    text_row("misc", "uuid1", uuid1, "A UUID of version 1"),
    text_row("misc", "xml", xml, "An XML text", kXml, 1),
    text_row("misc", "zip", zip, "A zip archive, stored, as base64", kArchive, 3),
};
constexpr Method kFiles[] = {
    text_row("file", "file_extension", file_extension, "A file's extension"),
    text_row("file", "file_name", file_name, "A file's name", kExtension, 1),
    text_row("file", "file_path", file_path, "A path", kPath, 2),
    text_row("file", "unix_device", unix_device, "A device: /dev/sda", kPrefix, 1),
    text_row("file", "unix_partition", unix_partition, "A partition: /dev/vdb3", kPrefix, 1),
};

}  // namespace

Rows misc_methods() {
  return kMethods;
}
Rows file_methods() {
  return kFiles;
}

}  // namespace mimus::fake::compat
