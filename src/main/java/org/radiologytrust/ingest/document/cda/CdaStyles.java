package org.radiologytrust.ingest.document.cda;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamReader;
import org.radiologytrust.files.SiteFiles;

/**
 * Tells how an element of a CDA's narrative looks: by its {@code styleCode}, which stylesheets make
 * a class of, by {@code revised}, and by CSS that senders put into it. Only what certainly hides
 * text counts: white text may stand on a dark row.
 *
 * @param hidden style codes of hidden text, and {@code #id}, in lower case, without {@code x}
 *     before them and without hyphens
 * @param struck style codes of text that is struck out
 */
public record CdaStyles(Set<String> hidden, Set<String> struck) {
  private static final String FILE = "ingest/cda-styles.yaml";

  /** Elements whose text has a line through it. */
  private static final Set<String> STRUCK = Set.of("del", "s", "strike");

  private static final Pattern NOUGHT = Pattern.compile("0*+\\.?0*+(px|pt|em|rem|ex|%)?");
  private static final Pattern SELECTOR = Pattern.compile("[a-z]*([.#])([\\p{L}\\d_-]+)");

  /** How an element looks. */
  enum Look {
    SHOWN,
    HIDDEN,
    /** Struck out with a line: a reader sees that it is not said. */
    STRUCK,
    /** Taken back by {@code revised}. */
    DELETED
  }

  public CdaStyles {
    hidden = levelled(hidden);
    struck = levelled(struck);
  }

  private static Set<String> levelled(Set<String> codes) {
    Set<String> all = new HashSet<>();
    codes.forEach(code -> all.add(levelled(code)));
    return Set.copyOf(all);
  }

  private static String levelled(String code) {
    return code.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
  }

  /**
   * Reads the style codes.
   *
   * @throws IllegalArgumentException if the file is missing or not valid; the message says where
   */
  public static CdaStyles load(SiteFiles files) {
    return files.yaml(FILE, new TypeReference<CdaStyles>() {});
  }

  /** The same styles and those of a style sheet in the document. */
  CdaStyles with(String sheet) {
    Set<String> hides = new HashSet<>(hidden);
    Set<String> strikes = new HashSet<>(struck);
    for (StyleSheet.Rule rule : StyleSheet.rules(sheet)) {
      Look look = declared(rule.declarations());
      for (String selector : look == Look.SHOWN ? List.<String>of() : rule.selectors()) {
        Matcher simple = SELECTOR.matcher(selector);
        if (simple.matches()) {
          String id = simple.group(1).equals("#") ? "#" : "";
          (look == Look.HIDDEN ? hides : strikes).add(id + levelled(simple.group(2)));
        }
      }
    }
    return new CdaStyles(hides, strikes);
  }

  /** How an element of a narrative looks, apart from the elements around it. */
  Look of(String name, XMLStreamReader reader) {
    if (name.equals("script")) {
      return Look.HIDDEN;
    } else if (STRUCK.contains(name)) {
      return Look.STRUCK;
    }
    Look look = Look.SHOWN;
    for (int i = 0; i < reader.getAttributeCount() && look == Look.SHOWN; i++) {
      String value = reader.getAttributeValue(i);
      look =
          switch (reader.getAttributeLocalName(i)) {
            case "revised" -> value.equals("delete") ? Look.DELETED : look;
            case "hidden" -> Look.HIDDEN;
            case "style" -> declared(value);
            case "styleCode", "class" -> coded(value);
            case "ID", "id" -> hidden.contains("#" + levelled(value)) ? Look.HIDDEN : look;
            default -> look;
          };
    }
    return look;
  }

  private Look coded(String codes) {
    for (String code : codes.strip().split("\\s+")) {
      String level = levelled(code);
      String own = level.startsWith("x") ? level.substring(1) : level;
      if (hidden.contains(level) || hidden.contains(own)) {
        return Look.HIDDEN;
      } else if (struck.contains(level) || struck.contains(own)) {
        return Look.STRUCK;
      }
    }
    return Look.SHOWN;
  }

  private static Look declared(String declarations) {
    Look look = Look.SHOWN;
    for (String declaration : declarations.toLowerCase(Locale.ROOT).split(";")) {
      String[] parts = declaration.replace("!important", "").split(":", 2);
      String property = parts[0].strip();
      String value = parts.length == 1 ? "" : parts[1].strip();
      if (hides(property, value)) {
        return Look.HIDDEN;
      } else if (property.startsWith("text-decoration") && value.contains("line-through")) {
        look = Look.STRUCK;
      }
    }
    return look;
  }

  private static boolean hides(String property, String value) {
    return switch (property) {
      case "display" -> value.equals("none");
      case "visibility" -> value.equals("hidden") || value.equals("collapse");
      case "opacity", "font-size" -> value.contains("0") && NOUGHT.matcher(value).matches();
      case "color" -> value.equals("transparent");
      default -> false;
    };
  }
}
