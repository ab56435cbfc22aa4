#include <algorithm>
#include <vector>

#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

constexpr std::string_view kCommonTypes[] = {"video", "audio", "image", "text", "application"};
constexpr std::string_view kCommonMimeTypes[] = {"application/pdf", "audio/mpeg", "audio/wav",
                                                 "image/png",       "image/jpeg", "image/gif",
                                                 "video/mp4",       "video/mpeg", "text/html"};
constexpr std::string_view kInterfaceTypes[] = {"en", "wl", "ww"};
enum Schema { kIndex, kSlot, kMac, kPci };
constexpr char kSchemaLetters[] = {'o', 's', 'x', 'p'};

using Texts = std::vector<std::string_view>;

void add_once(Texts& texts, std::string_view text) {
  if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
}

// What is gathered from the table of MIME types. It is the same for every locale, so it is gathered
// once.
struct MimeTypes {
  Node table;
  Texts kinds;  // "image"
  Texts extensions;

  explicit MimeTypes(Node types) : table(types) {
    for (std::uint32_t i = 0; i < types.count(); ++i) {
      const std::string_view name = Image::key(types, i);
      add_once(kinds, name.substr(0, name.find('/')));
      const TextList list = Image::texts(Image::child(types, i) / "extensions");
      for (std::size_t k = 0; k < list.size(); ++k) add_once(extensions, list[k]);
    }
  }
  static const MimeTypes& get() {
    static const MimeTypes types(Image::entry(Locale::at(0), system_mime_type));
    return types;
  }
};

std::string_view pick(Engine& engine, const Texts& texts) {
  return texts[engine.below(texts.size())];
}

std::string_view extension_of(Engine& engine, std::string_view mime_type) {
  const Node type = MimeTypes::get().table / mime_type;
  if (!type) {
    engine.fail("MIME type '" + std::string(mime_type) + "' is not known",
                "image/png, for example");
    return {};
  }
  return fake::pick(engine, type / "extensions");
}

std::string_view any_extension(Engine& engine) {
  return pick(engine, MimeTypes::get().extensions);
}
std::string_view common_extension(Engine& engine) {
  return extension_of(engine, kCommonMimeTypes[engine.below(std::size(kCommonMimeTypes))]);
}

// Words in lower case, with '_' for every UTF-16 unit that is not \w. Of the letters beyond ASCII
// two turn into ASCII when they become small: the Kelvin sign, and the I with a dot, which leaves
// the dot behind as a unit of its own.
void append_file_words(std::string_view words, std::string& out) {
  while (!words.empty()) {
    const char32_t code = take_code_point(words);
    const char c = code < 0x80 ? lower(static_cast<char>(code)) : '\0';
    if (c != '\0')
      out += is_word(c) ? c : '_';
    else if (code == 0x212A)
      out += 'k';
    else if (code == 0x130)
      out += "i_";
    else
      out.append(code >= 0x10000 ? 2 : 1, '_');
  }
}

void append_file_name(Engine& engine, std::string& out) {
  const double count = number_int(engine, 1, 3);
  for (double i = 0; i < count && !engine.failed(); ++i) {
    if (i > 0) out += '_';
    append_file_words(sample_word(engine, Args::none()), out);
  }
}

void append_extensions(Engine& engine, double count, std::string& out) {
  for (double i = 1; i <= count; ++i) {
    out += '.';
    out += any_extension(engine);
  }
}

void file_name(Engine& engine, const Args& args, std::string& out) {
  append_file_name(engine, out);
  append_extensions(engine, args.count(engine, 0, 1), out);
}

void common_file_name(Engine& engine, const Args& args, std::string& out) {
  append_file_name(engine, out);
  out += '.';
  out += args.text(0).empty() ? common_extension(engine) : args.text(0);
}

void common_file_ext(Engine& engine, const Args&, std::string& out) {
  out += common_extension(engine);
}
void common_file_type(Engine& engine, const Args&, std::string& out) {
  out += kCommonTypes[engine.below(std::size(kCommonTypes))];
}

void file_ext(Engine& engine, const Args& args, std::string& out) {
  out += args.has(0) ? extension_of(engine, args.text(0)) : any_extension(engine);
}

void file_path(Engine& engine, const Args&, std::string& out) {
  out += fake::pick(engine, system_directory_path);
  out += '/';
  file_name(engine, Args::none(), out);
}

void file_type(Engine& engine, const Args&, std::string& out) {
  out += pick(engine, MimeTypes::get().kinds);
}

void mime_type(Engine& engine, const Args&, std::string& out) {
  const Node types = MimeTypes::get().table;
  out += Image::key(types, static_cast<std::uint32_t>(engine.below(types.count())));
}

void semver(Engine& engine, const Args&, std::string& out) {
  append_int(engine, 0, 9, out);
  out += '.';
  append_int(engine, 0, 20, out);
  out += '.';
  append_int(engine, 0, 20, out);
}

void append_one(Engine& engine, std::string_view before, std::string& out) {
  out += before;
  append_numeric(engine, 1, true, out);
}

void maybe_one(Engine& engine, std::string_view before, std::string& out) {
  if (engine.boolean()) append_one(engine, before, out);
}

void network_interface(Engine& engine, const Args& args, std::string& out) {
  const std::string_view type =
      kInterfaceTypes[args.has(0) ? args[0].choice : engine.below(std::size(kInterfaceTypes))];
  const auto schema =
      static_cast<Schema>(args.has(1) ? args[1].choice : engine.below(std::size(kSchemaLetters)));
  if (schema == kPci) maybe_one(engine, "P", out);
  out += type;
  out += kSchemaLetters[schema];
  if (schema == kMac) return mac(engine, "", out);
  append_one(engine, "", out);
  if (schema == kPci) append_one(engine, "s", out);
  if (schema == kIndex) return;
  maybe_one(engine, "f", out);
  maybe_one(engine, "d", out);
}

// One field of a cron line: the drawn number, or what else may stand there.
struct CronField {
  double number;
  std::string_view others[3];
  std::size_t other_count;

  void append(Engine& engine, std::string& out) const {
    const std::size_t at = engine.below(1 + other_count);
    if (at == 0)
      append_number(number, out);
    else
      out += others[at - 1];
  }
};

void cron(Engine& engine, const Args& args, std::string& out) {
  constexpr std::string_view kDays[] = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
  constexpr std::string_view kWords[] = {"@annually", "@daily",  "@hourly", "@monthly",
                                         "@reboot",   "@weekly", "@yearly"};
  const std::size_t start = out.size();
  const CronField minute{number_int(engine, 0, 59), {"*"}, 1};
  const CronField hour{number_int(engine, 0, 23), {"*"}, 1};
  const CronField day{number_int(engine, 1, 31), {"*", "?"}, 2};
  const CronField month{number_int(engine, 1, 12), {"*"}, 1};
  CronField weekday{number_int(engine, 0, 6), {"", "*", "?"}, 3};
  weekday.others[0] = kDays[engine.below(std::size(kDays))];
  const CronField year{number_int(engine, 1970, 2099), {"*"}, 1};
  const CronField* const fields[] = {&minute, &hour, &day, &month, &weekday, &year};
  for (const CronField* field : fields) {
    const std::size_t before = out.size();
    if (field != &minute) out += ' ';
    field->append(engine, out);
    if (field == &year && !args.flag(0, false)) out.resize(before);
  }
  if (!args.flag(1, false) || engine.boolean()) return;
  out.resize(start);
  out += kWords[engine.below(std::size(kWords))];
}

constexpr Param kCommonFileName[] = {{"extension", Type::kText, "a draw"}};
constexpr Param kFileExt[] = {{"mimeType", Type::kText, "any"}};
constexpr Param kFileName[] = {{"extensionCount", Type::kRange, "1"}};
constexpr Param kInterface[] = {{"interfaceType", Type::kChoice, "a draw", "en|wl|ww"},
                                {"interfaceSchema", Type::kChoice, "a draw", "index|slot|mac|pci"}};
constexpr Param kCron[] = {{"includeYear", Type::kBoolean, "false"},
                           {"includeNonStandard", Type::kBoolean, "false"}};

constexpr Method kMethods[] = {
    text_row("system", "commonFileExt", common_file_ext, "A common file extension"),
    text_row("system", "commonFileName", common_file_name, "A file's name with a common extension",
             kCommonFileName, 1),
    text_row("system", "commonFileType", common_file_type, "A common kind of file, such as video"),
    text_row("system", "cron", cron, "A line of a crontab", kCron),
    data_row("system", "directoryPath", system_directory_path, "A directory's path"),
    text_row("system", "fileExt", file_ext, "A file extension", kFileExt, 1),
    text_row("system", "fileName", file_name, "A file's name", kFileName),
    text_row("system", "filePath", file_path, "A file's path"),
    text_row("system", "fileType", file_type, "A kind of file, such as image"),
    text_row("system", "mimeType", mime_type, "A MIME type"),
    text_row("system", "networkInterface", network_interface, "A network interface's name",
             kInterface),
    text_row("system", "semver", semver, "A version's number"),
};

}  // namespace

Rows system_methods() {
  return kMethods;
}

}  // namespace mimus::fake
