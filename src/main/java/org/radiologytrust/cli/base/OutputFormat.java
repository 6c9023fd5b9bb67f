package org.radiologytrust.cli.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.radiologytrust.model.Texts;

/** How a command prints a list. */
public enum OutputFormat {
  TABLE {
    @Override
    public void print(List<String> columns, List<JsonNode> rows, PrintStream out) {
      List<List<String>> lines = new ArrayList<>();
      lines.add(columns.stream().map(OutputFormat::title).toList());
      rows.forEach(row -> lines.add(columns.stream().map(c -> text(row.path(c))).toList()));
      int last = columns.size() - 1;
      for (List<String> line : lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < last; i++) {
          text.append(padded(line.get(i), width(lines, i))).append("  ");
        }
        out.println(text.append(line.get(last)).toString().stripTrailing());
      }
    }
  },
  JSON {
    @Override
    public void print(List<String> columns, List<JsonNode> rows, PrintStream out) {
      out.println(
          rows.stream().map(JsonNode::toPrettyString).collect(Collectors.joining(",\n", "[", "]")));
    }
  },
  CSV {
    @Override
    public void print(List<String> columns, List<JsonNode> rows, PrintStream out) {
      out.println(String.join(",", columns));
      rows.forEach(
          row ->
              out.println(
                  columns.stream()
                      .map(c -> quoted(text(row.path(c))))
                      .collect(Collectors.joining(","))));
    }
  };

  /**
   * Prints rows.
   *
   * @param columns names of the values that a table and CSV have; JSON has all
   */
  public abstract void print(List<String> columns, List<JsonNode> rows, PrintStream out);

  /** A value on one line, without characters that a terminal would obey. */
  public static String text(JsonNode value) {
    String text;
    if (value.isArray()) {
      List<String> all = new ArrayList<>();
      value.forEach(each -> all.add(each.asText()));
      text = String.join(" ", all);
    } else {
      text = value.asText("");
    }
    return Texts.printable(text);
  }

  private static String title(String column) {
    return column.replaceAll("([A-Z])", " $1").toUpperCase(Locale.ROOT);
  }

  private static int width(List<List<String>> lines, int column) {
    return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
