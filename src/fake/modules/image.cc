#include "parts.h"
#include "rows.h"
#include "text/encoding.h"

namespace mimus::fake {
namespace {

double side(Engine& engine, const Args& args, std::size_t i) {
  return args.has(i) ? args.number(i, 0) : number_int(engine, 1, 3999);
}

void avatar_github(Engine& engine, const Args&, std::string& out) {
  out += "https://avatars.githubusercontent.com/u/";
  append_int(engine, 0, 1e8, out);
}

void person_portrait(Engine& engine, const Args& args, std::string& out) {
  Sex sex = args.has(0) ? args.choice(0, Sex::kGeneric) : draw_sex(engine);
  if (sex == Sex::kGeneric) sex = draw_sex(engine);
  out += "https://cdn.jsdelivr.net/gh/faker-js/assets-person-portrait/";
  out.append(sex_name(sex)) += '/';
  out.append(args.text(1, "512")) += '/';
  append_int(engine, 0, 99, out);
  out += ".jpg";
}

void avatar(Engine& engine, const Args&, std::string& out) {
  if (engine.below(2) == 0)
    person_portrait(engine, Args::none(), out);
  else
    avatar_github(engine, Args::none(), out);
}

void data_uri(Engine& engine, const Args& args, std::string& out) {
  const std::string width = number_text(side(engine, args, 0));
  const double width_number = args.has(0) ? args.number(0, 0) : parse_digits(width);
  const double height_number = side(engine, args, 1);
  const std::string height = number_text(height_number);
  std::string color(args.text(2));
  if (!args.has(2)) rgb_hex(engine, color);
  const bool base64 = args.has(3) ? args[3].choice == 1 : engine.below(2) == 1;
  const std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" baseProfile=\"full\" width=\"" +
      width + "\" height=\"" + height + "\"><rect width=\"100%\" height=\"100%\" fill=\"" + color +
      "\"/><text x=\"" + number_text(width_number / 2) + "\" y=\"" +
      number_text(height_number / 2) +
      "\" font-size=\"20\" alignment-baseline=\"middle\" text-anchor=\"middle\" fill=\"white\">" +
      width + "x" + height + "</text></svg>";
  out += base64 ? "data:image/svg+xml;base64," : "data:image/svg+xml;charset=UTF-8,";
  if (base64)
    out += text::base64_encode(svg);
  else
    append_uri_component(svg, out);
}

struct Picsum {
  double width, height;
  bool gray;
  double blur;
};

void append_picsum(Engine& engine, const Picsum& picture, std::string& out) {
  out += "https://picsum.photos/seed/";
  const double length = number_int(engine, 5, 10);
  append_alphanumeric(engine, length, Casing::kMixed, out);
  out += '/';
  append_number(picture.width, out);
  out += '/';
  append_number(picture.height, out);
  const bool blurred = picture.blur >= 1 && picture.blur <= 10;
  if (picture.gray || blurred) out += '?';
  if (picture.gray) out += "grayscale";
  if (picture.gray && blurred) out += '&';
  if (!blurred) return;
  out += "blur=";
  append_number(picture.blur, out);
}

void url(Engine& engine, const Args& args, std::string& out) {
  const double width = side(engine, args, 0);
  const double height = side(engine, args, 1);
  append_picsum(engine, {width, height, false, 0}, out);
}

void url_picsum(Engine& engine, const Args& args, std::string& out) {
  const double width = side(engine, args, 0);
  const double height = side(engine, args, 1);
  const bool gray = args.has(2) ? args.flag(2, false) : engine.boolean();
  const double blur = args.has(3) ? args.number(3, 0) : number_int(engine, 0, 10);
  append_picsum(engine, {width, height, gray, blur}, out);
}

void url_lorem_flickr(Engine& engine, const Args& args, std::string& out) {
  const double width = side(engine, args, 0);
  const double height = side(engine, args, 1);
  out += "https://loremflickr.com/";
  append_number(width, out);
  out += '/';
  append_number(height, out);
  if (args.has(2)) (out += '/') += args.text(2);
  out += "?lock=";
  append_int(engine, 0, kMaxSafe, out);
}

constexpr Param kPortrait[] = {{"sex", Type::kChoice, "a draw", "female|generic|male"},
                               {"size", Type::kChoice, "512", "512|256|128|64|32"}};
constexpr Param kDataUri[] = {{"width", Type::kNumber, "a draw"},
                              {"height", Type::kNumber, "a draw"},
                              {"color", Type::kText, "a draw"},
                              {"type", Type::kChoice, "a draw", "svg-uri|svg-base64"}};
constexpr Param kSize[] = {{"width", Type::kNumber, "a draw"}, {"height", Type::kNumber, "a draw"}};
constexpr Param kFlickr[] = {{"width", Type::kNumber, "a draw"},
                             {"height", Type::kNumber, "a draw"},
                             {"category", Type::kText, "none"}};
constexpr Param kPicsum[] = {{"width", Type::kNumber, "a draw"},
                             {"height", Type::kNumber, "a draw"},
                             {"grayscale", Type::kBoolean, "a draw"},
                             {"blur", Type::kNumber, "a draw"}};

constexpr Method kMethods[] = {
    text_row("image", "avatar", avatar, "The address of a picture of a person"),
    text_row("image", "avatarGitHub", avatar_github, "The address of an avatar at GitHub"),
    text_row("image", "dataUri", data_uri, "A small SVG picture as a data URI", kDataUri),
    text_row("image", "personPortrait", person_portrait, "The address of a portrait", kPortrait),
    text_row("image", "url", url, "The address of a picture", kSize),
    text_row("image", "urlLoremFlickr", url_lorem_flickr,
             "The address of a picture at LoremFlickr (deprecated)", kFlickr),
    text_row("image", "urlPicsumPhotos", url_picsum, "The address of a picture at Picsum", kPicsum),
};

}  // namespace

Rows image_methods() {
  return kMethods;
}

}  // namespace mimus::fake
