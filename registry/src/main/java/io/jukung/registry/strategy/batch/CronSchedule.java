package io.jukung.registry.strategy.batch;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The syntax of cron schedules: five fields, or a name such as {@code @daily}. The texts are those
 * of the parser upstream uses ({@code github.com/robfig/cron/v3/parser.go}).
 */
final class CronSchedule {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,9}");
  private static final Pattern DURATION =
      Pattern.compile("[+-]?(0|([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h))+");
  private static final Set<String> NAMES =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private record Field(int least, int most, List<String> names) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field(0, 59, List.of()),
          new Field(0, 23, List.of()),
          new Field(1, 31, List.of()),
          new Field(1, 12, MONTHS),
          new Field(0, 6, DAYS));

  private static final class Problem extends Exception {
    private static final long serialVersionUID = 1;

    Problem(String text) {
      super(text, null, false, false);
    }
  }

  private CronSchedule() {}

  /** What is wrong with a schedule; empty when valid. */
  static Optional<String> problem(String schedule) {
    try {
      check(schedule);
      return Optional.empty();
    } catch (Problem e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private static void check(String schedule) throws Problem {
    String spec = schedule;
    if (spec.startsWith("TZ=") || spec.startsWith("CRON_TZ=")) {
      spec = spec.substring(Math.max(spec.indexOf(' '), 0)).strip();
    }
    if (spec.startsWith("@")) {
      named(spec);
      return;
    }
    List<String> fields = List.of(spec.strip().split("\\s+"));
    if (fields.size() != FIELDS.size() || spec.isBlank()) {
      throw new Problem(
          "expected exactly "
              + FIELDS.size()
              + " fields, found "
              + (spec.isBlank() ? 0 : fields.size())
              + ": ["
              + String.join(" ", fields)
              + "]");
    }
    for (int i = 0; i < fields.size(); i++) {
      for (String expression : fields.get(i).split(",", -1)) {
        if (!expression.isEmpty()) {
          range(expression, FIELDS.get(i));
        }
      }
    }
  }

  private static void named(String name) throws Problem {
    if (name.startsWith("@every ")) {
      String duration = name.substring(7);
      if (!DURATION.matcher(duration).matches()) {
        throw new Problem(
            "failed to parse duration " + name + ": time: invalid duration \"" + duration + "\"");
      }
    } else if (!NAMES.contains(name)) {
      throw new Problem("unrecognized descriptor: " + name);
    }
  }

  private static void range(String expression, Field field) throws Problem {
    String[] parts = expression.split("/", -1);
    String[] ends = parts[0].split("-", -1);
    int start = field.least;
    int end = field.most;
    if (!ends[0].equals("*") && !ends[0].equals("?")) {
      start = numberOrName(ends[0], field);
      if (ends.length > 2) {
        throw new Problem("too many hyphens: " + expression);
      }
      end = ends.length == 2 ? numberOrName(ends[1], field) : start;
    }
    int step = 1;
    if (parts.length == 2) {
      step = number(parts[1]);
      end = ends.length == 1 ? field.most : end;
    } else if (parts.length > 2) {
      throw new Problem("too many slashes: " + expression);
    }
    bounds(expression, field, start, end, step);
  }

  private static void bounds(String expression, Field field, int start, int end, int step)
      throws Problem {
    if (start < field.least) {
      throw new Problem(
          "beginning of range (" + start + ") below minimum (" + field.least + "): " + expression);
    }
    if (end > field.most) {
      throw new Problem(
          "end of range (" + end + ") above maximum (" + field.most + "): " + expression);
    }
    if (start > end) {
      throw new Problem(
          "beginning of range (" + start + ") beyond end of range (" + end + "): " + expression);
    }
    if (step == 0) {
      throw new Problem("step of range should be a positive number: " + expression);
    }
  }

  private static int numberOrName(String text, Field field) throws Problem {
    int index = field.names.indexOf(text.toLowerCase(Locale.ROOT));
    return index >= 0 ? index + field.least : number(text);
  }

  private static int number(String text) throws Problem {
    if (!NUMBER.matcher(text).matches()) {
      throw new Problem(
          "failed to parse int from "
              + text
              + ": strconv.Atoi: parsing \""
              + text
              + "\": invalid syntax");
    }
    int number = Integer.parseInt(text);
    if (number < 0) {
      throw new Problem("negative number (" + number + ") not allowed: " + text);
    }
    return number;
  }
}
