package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.radiologytrust.cli.base.OperatorClient;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.model.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rtl inventory}: the entry for the site's register of AI systems. */
@Command(
    name = "inventory",
    description = {
      "Prints the entry of the running rtl for the site's register of AI systems: what it is, its"
          + " version, data, models, doors, limits, owner, and the figures of the last month.",
      "The owner is named by the settings rtl.owner.*."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl inventory > rtl.md")
public final class InventoryCommand implements Callable<Integer> {
  /** In which form it is printed. */
  enum Form {
    MARKDOWN,
    JSON
  }

  @ParentCommand private SharedOptions rtl;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "markdown or json (default: markdown).")
  private Form format = Form.MARKDOWN;

  @Override
  public Integer call() throws Exception {
    JsonNode entry = rtl.operator().get("inventory");
    System.out.print(format == Form.JSON ? OperatorClient.pretty(entry) + "\n" : markdown(entry));
    return 0;
  }

  /** A section for each part that has parts; what is one value stands at the top. */
  static String markdown(JsonNode entry) {
    StringBuilder page = new StringBuilder("# " + text(entry.path("name")) + "\n\n");
    entry
        .properties()
        .forEach(
            part -> {
              if (part.getValue().isValueNode() && !part.getKey().equals("name")) {
                page.append("- ").append(words(part.getKey())).append(": ");
                page.append(text(part.getValue())).append('\n');
              }
            });
    entry
        .properties()
        .forEach(
            part -> {
              if (part.getKey().equals("card")) {
                part.getValue()
                    .properties()
                    .forEach(
                        section ->
                            page.append("\n## ")
                                .append(section.getKey())
                                .append("\n\n")
                                .append(section.getValue().asText())
                                .append('\n'));
              } else if (part.getValue().isContainerNode()) {
                page.append("\n## ").append(words(part.getKey())).append("\n\n");
                list(page, part.getValue(), "");
              }
            });
    return page.toString();
  }

  private static void list(StringBuilder page, JsonNode node, String indent) {
    if (node.isEmpty()) {
      page.append(indent).append("- none\n");
    }
    if (node.isArray()) {
      for (JsonNode item : node) {
        if (item.isContainerNode()) {
          String name = item.isObject() && !item.isEmpty() ? firstOf(item) : "";
          page.append(indent).append("- ").append(name).append('\n');
          list(page, item, indent + "  ");
        } else {
          page.append(indent).append("- ").append(text(item)).append('\n');
        }
      }
    }
    node.properties()
        .forEach(
            part -> {
              page.append(indent).append("- ").append(words(part.getKey())).append(':');
              if (part.getValue().isContainerNode()) {
                page.append('\n');
                list(page, part.getValue(), indent + "  ");
              } else {
                page.append(' ').append(text(part.getValue())).append('\n');
              }
            });
  }

  private static String firstOf(JsonNode item) {
    return text(item.properties().iterator().next().getValue());
  }

  private static String text(JsonNode value) {
    String text =
        value.isDouble() ? String.format(Locale.ROOT, "%.2f", value.asDouble()) : value.asText();
    return text.isEmpty() || value.isNull() ? "not known" : Texts.printable(text);
  }

  /** Such as Last month for lastMonth; what has blanks or points already is left as it is. */
  private static String words(String key) {
    if (key.indexOf(' ') >= 0 || key.indexOf('.') >= 0) {
      return key;
    }
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (i == 0) {
        words.append(Character.toUpperCase(c));
      } else if (Character.isUpperCase(c) && !Character.isUpperCase(key.charAt(i - 1))) {
        words.append(' ').append(Character.toLowerCase(c));
      } else {
        words.append(c);
      }
    }
    return words.toString();
  }
}
