package org.radiologytrust.ingest.document;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.htmlunit.cssparser.dom.AbstractCSSRuleImpl;
import org.htmlunit.cssparser.dom.CSSMediaRuleImpl;
import org.htmlunit.cssparser.dom.CSSRuleListImpl;
import org.htmlunit.cssparser.dom.CSSStyleDeclarationImpl;
import org.htmlunit.cssparser.dom.CSSStyleRuleImpl;
import org.htmlunit.cssparser.dom.CSSUnknownRuleImpl;
import org.htmlunit.cssparser.dom.MediaListImpl;
import org.htmlunit.cssparser.dom.Property;
import org.htmlunit.cssparser.parser.CSSErrorHandler;
import org.htmlunit.cssparser.parser.CSSException;
import org.htmlunit.cssparser.parser.CSSOMParser;
import org.htmlunit.cssparser.parser.CSSParseException;
import org.htmlunit.cssparser.parser.InputSource;
import org.htmlunit.cssparser.parser.javacc.CSS3Parser;
import org.htmlunit.cssparser.parser.selector.Selector;
import org.htmlunit.cssparser.parser.selector.SelectorSpecificity;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Selector.SelectorParseException;
import org.jspecify.annotations.Nullable;

/**
 * The styles of an HTML: its style sheets, style attributes and old attributes such as {@code
 * bgcolor}. htmlunit-cssparser reads them, and jsoup finds the elements of a selector. Files that
 * the HTML refers to are not fetched.
 */
final class HtmlStyles {
  /** Where the HTML is shown. */
  enum Medium {
    SCREEN,
    PRINT
  }

  /** More than any report has. Elements times selectors. */
  private static final long MOST_WORK = 50_000_000;

  /** To parse a style attribute takes as long as to look at so many elements. */
  private static final long PARSING = 500;

  /** Parts of a selector that depend on what a reader does. */
  private static final Pattern PSEUDO = Pattern.compile("::?[a-z-]+(\\([^()]*\\))?");

  private static final Pattern GENERATED = Pattern.compile("::?(before|after|marker)");
  private static final Pattern WORDS = Pattern.compile("[\"'].*\\p{L}{2}.*[\"']", Pattern.DOTALL);

  private static final Pattern VARIABLE =
      Pattern.compile("var\\(\\s*(--[A-Za-z0-9_-]{1,80})\\s*(,[^()]*)?\\)");

  private static final Set<Medium> ALL = Set.of(Medium.values());

  /**
   * A declaration of a rule for one element.
   *
   * @param media where it holds
   * @param sure whether it always holds; false for {@code :hover} and the like
   */
  private record Declared(
      Map<String, String> values,
      boolean important,
      SelectorSpecificity specificity,
      Set<Medium> media,
      boolean sure) {}

  private static final Comparator<Declared> WEAKEST_FIRST =
      Comparator.comparing(Declared::important).thenComparing(Declared::specificity);

  private final Document html;
  private final Map<String, CSSStyleDeclarationImpl> attributes = new HashMap<>();
  private final Map<Element, List<Declared>> declared = new IdentityHashMap<>();

  /** Values that rules name once and use in several places ({@code --name}). */
  private final Map<String, String> variables = new HashMap<>();

  private final int elements;
  private boolean perMedium;
  private boolean unsure;
  private int generated;
  private long work;

  private HtmlStyles(Document html) {
    this.html = html;
    this.elements = html.getAllElements().size();
  }

  /**
   * Reads the styles.
   *
   * @throws UnreadableException if there are more than any report has
   */
  static HtmlStyles of(Document html) {
    HtmlStyles styles = new HtmlStyles(html);
    for (Element style : html.select("style")) {
      Set<Medium> media = media(style.attr("media"));
      styles.perMedium |= media.size() == 1;
      styles.rules(sheet(style.data()), media, true);
    }
    styles.declared.values().forEach(all -> all.sort(WEAKEST_FIRST));
    return styles;
  }

  /** Whether the styles differ by medium. */
  boolean perMedium() {
    return perMedium;
  }

  /** Whether some rules hold only while a reader does something. */
  boolean unsure() {
    return unsure;
  }

  /** How many texts the style sheets add to the HTML. */
  int generated() {
    return generated;
  }

  /**
   * The values for an element itself, by property, in the order in which they were decided.
   *
   * @param all whether rules count too that hold only while a reader does something
   */
  Map<String, String> of(Element element, Medium medium, boolean all) {
    Map<String, String> values = new HashMap<>();
    attributes(element, values);
    List<Declared> rules = declared.getOrDefault(element, List.of());
    apply(rules, false, medium, all, values);
    String style = element.attr("style");
    Map<String, String> important = new LinkedHashMap<>();
    if (!style.isEmpty()) {
      CSSStyleDeclarationImpl own = attributes.computeIfAbsent(style, this::attribute);
      values.putAll(values(own, false));
      important.putAll(values(own, true));
    }
    apply(rules, true, medium, all, values);
    values.putAll(important);
    values.replaceAll((name, value) -> resolved(value));
    return values;
  }

  /** A variable that has two values stays unresolved, since elements decide which holds. */
  private void variable(String name, String value) {
    if (name.startsWith("--")) {
      variables.merge(name, value, (old, other) -> old.equals(other) ? old : "");
    }
  }

  private String resolved(String value) {
    Matcher m = VARIABLE.matcher(value);
    if (!m.find()) {
      return value;
    }
    String known = variables.getOrDefault(m.group(1), "");
    return known.isEmpty() ? value : m.replaceAll(Matcher.quoteReplacement(known));
  }

  private static void apply(
      List<Declared> rules,
      boolean important,
      Medium medium,
      boolean all,
      Map<String, String> values) {
    for (Declared rule : rules) {
      if (rule.important == important && rule.media.contains(medium) && (all || rule.sure)) {
        values.putAll(rule.values);
      }
    }
  }

  private static void attributes(Element element, Map<String, String> values) {
    if (element.hasAttr("hidden")) {
      values.put("display", "none");
    }
    if (element.hasAttr("bgcolor")) {
      values.put("background-color", element.attr("bgcolor"));
    }
    if (element.hasAttr("background")) {
      values.put("background-image", "url");
    }
    if (element.nameIs("font") && element.hasAttr("color")) {
      values.put("color", element.attr("color"));
    }
    if (element.nameIs("body") && element.hasAttr("text")) {
      values.put("color", element.attr("text"));
    }
  }

  private void rules(CSSRuleListImpl rules, Set<Medium> media, boolean always) {
    for (AbstractCSSRuleImpl rule : rules.getRules()) {
      if (rule instanceof CSSStyleRuleImpl style) {
        rule(style, media, always);
      } else if (rule instanceof CSSMediaRuleImpl group) {
        Set<Medium> inner = media(group.getMediaList());
        perMedium |= !inner.equals(ALL);
        Set<Medium> both = new HashSet<>(inner);
        both.retainAll(media);
        rules(group.getCssRules(), both, always);
      } else if (rule instanceof CSSUnknownRuleImpl group) {
        // such as @supports and @layer
        String text = group.getCssText();
        int open = text.indexOf('{');
        if (open >= 0) {
          int close = Math.max(open, text.lastIndexOf('}'));
          rules(sheet(text.substring(open + 1, Math.max(open + 1, close))), media, false);
        }
      }
    }
  }

  private void rule(CSSStyleRuleImpl rule, Set<Medium> media, boolean always) {
    Map<String, String> normal = values(rule.getStyle(), false);
    Map<String, String> important = values(rule.getStyle(), true);
    normal.forEach(this::variable);
    important.forEach(this::variable);
    for (Selector selector : rule.getSelectors()) {
      String text = selector.toString();
      if (GENERATED.matcher(text).find()) {
        generate(text, rule.getStyle());
        continue;
      }
      List<Element> found = select(text);
      boolean sure = found != null && always;
      unsure |= !sure;
      if (found == null) {
        found = select(PSEUDO.matcher(text).replaceAll(""));
      }
      for (Element element : found == null ? List.<Element>of() : found) {
        List<Declared> all = declared.computeIfAbsent(element, e -> new ArrayList<>());
        SelectorSpecificity weight = selector.getSelectorSpecificity();
        if (!normal.isEmpty()) {
          all.add(new Declared(normal, false, weight, media, sure));
        }
        if (!important.isEmpty()) {
          all.add(new Declared(important, true, weight, media, sure));
        }
      }
    }
  }

  private void generate(String selector, CSSStyleDeclarationImpl style) {
    List<Element> found = select(GENERATED.matcher(selector).replaceAll(""));
    if (WORDS.matcher(style.getPropertyValue("content")).find()) {
      generated += found == null ? 1 : found.size();
    }
  }

  private void work(long more) {
    work += more;
    if (work > MOST_WORK) {
      throw new UnreadableException(Unreadable.Reason.TOO_DEEP);
    }
  }

  /** The elements of a selector; null if jsoup does not know such a selector. */
  private @Nullable List<Element> select(String selector) {
    work(elements);
    try {
      return html.select(selector.isBlank() ? "*" : selector);
    } catch (SelectorParseException | IllegalArgumentException e) {
      return null;
    }
  }

  private static Map<String, String> values(CSSStyleDeclarationImpl style, boolean important) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Property property : style.getProperties()) {
      if (property.isImportant() == important && property.getValue() != null) {
        String name = property.getName().toLowerCase(Locale.ROOT);
        values.put(name, property.getValue().getCssText());
        if (name.equals("background")) {
          values.remove("background-color");
          values.remove("background-image");
        }
      }
    }
    return values;
  }

  private static Set<Medium> media(MediaListImpl list) {
    return media(list.getMediaText());
  }

  private static Set<Medium> media(String text) {
    String media = text.toLowerCase(Locale.ROOT);
    boolean print = media.contains("print");
    boolean screen = media.contains("screen");
    if (media.contains("not ") && print != screen) {
      return Set.of(print ? Medium.SCREEN : Medium.PRINT);
    }
    return print == screen ? ALL : Set.of(print ? Medium.PRINT : Medium.SCREEN);
  }

  private static CSSRuleListImpl sheet(String text) {
    try {
      // old pages put their rules into a comment of HTML
      String css = text.replace("<!--", "").replace("-->", "");
      return parser().parseStyleSheet(new InputSource(new StringReader(css)), null).getCssRules();
    } catch (IOException e) {
      throw new UnreadableException(Unreadable.Reason.BROKEN);
    }
  }

  private CSSStyleDeclarationImpl attribute(String text) {
    work(PARSING);
    try {
      return parser().parseStyleDeclaration(text);
    } catch (IOException e) {
      throw new UnreadableException(Unreadable.Reason.BROKEN);
    }
  }

  private static CSSOMParser parser() {
    CSSOMParser parser = new CSSOMParser(new CSS3Parser());
    parser.setErrorHandler(IGNORED);
    return parser;
  }

  /** As browsers do: what is no CSS is passed over. */
  private static final CSSErrorHandler IGNORED =
      new CSSErrorHandler() {
        @Override
        public void warning(CSSParseException exception) throws CSSException {}

        @Override
        public void error(CSSParseException exception) throws CSSException {}

        @Override
        public void fatalError(CSSParseException exception) throws CSSException {}
      };
}
