package org.radiologytrust.ingest.document.html;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
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
import org.radiologytrust.ingest.document.Deadline;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.UnreadableException;

/**
 * The styles of an HTML: its style sheets, style attributes and old attributes such as {@code
 * bgcolor}. htmlunit-cssparser reads them. Files that the HTML refers to are not fetched.
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

  /** To keep a rule for an element takes as long as to look at so many elements. */
  private static final long KEEPING = 20;

  /** Characters. */
  private static final int LONGEST_VALUE = 1_000;

  /** Characters. */
  private static final int LONGEST_ATTRIBUTE = 20_000;

  /** Stands for a value that is not looked at, because no report has one as long or as deep. */
  static final String UNKNOWN = "?";

  /** Properties that a shorthand sets back. */
  private static final Map<String, List<String>> SHORTHANDS =
      Map.of(
          "background", List.of("background-color", "background-image"),
          "font", List.of("font-size"),
          "text-decoration", List.of("text-decoration-line"),
          "overflow", List.of("overflow-x", "overflow-y"),
          "mask", List.of("mask-image"));

  private static final Pattern WORDS = Pattern.compile("\\p{L}{2}");

  private static final Pattern VARIABLE =
      Pattern.compile("var\\(\\s*(--[A-Za-z0-9_-]{1,80})\\s*(,[^()]*)?\\)");

  private static final Set<Medium> ALL = Set.of(Medium.values());

  /**
   * A declaration of a rule, for all elements of a selector.
   *
   * @param where it holds
   */
  private record Declared(
      Map<String, String> values,
      boolean important,
      SelectorSpecificity specificity,
      Where where) {}

  /**
   * Where a rule holds.
   *
   * @param sure whether it always applies there; false if it may not, as with {@code :hover}
   */
  private record Where(Set<Medium> media, boolean sure) {
    static final Where EVERYWHERE = new Where(ALL, true);

    /** Rules of which nobody knows where they hold. */
    static final Where UNSURE = new Where(ALL, false);

    /** Where both apply. Only plain names of media are sure. */
    Where and(String queries) {
      Set<Medium> both = EnumSet.noneOf(Medium.class);
      for (String query : queries.toLowerCase(Locale.ROOT).split(",")) {
        switch (query.strip()) {
          case "", "all" -> both.addAll(ALL);
          case "screen", "only screen" -> both.add(Medium.SCREEN);
          case "print", "only print" -> both.add(Medium.PRINT);
          default -> {
            return UNSURE;
          }
        }
      }
      both.retainAll(media);
      return sure ? new Where(both, true) : UNSURE;
    }
  }

  private static final Comparator<Declared> WEAKEST_FIRST =
      Comparator.comparing(Declared::important).thenComparing(Declared::specificity);

  private final HtmlSelectors selectors;
  private final Deadline deadline;
  private final Map<String, Attribute> attributes = new HashMap<>();
  private final Map<Element, List<Declared>> declared = new IdentityHashMap<>();

  /** Values that rules name once and use in several places ({@code --name}). */
  private final Map<String, String> variables = new HashMap<>();

  private boolean perMedium;
  private boolean unsure;
  private int generated;
  private long work;

  private HtmlStyles(Document html, Deadline deadline) {
    this.deadline = deadline;
    this.selectors = new HtmlSelectors(html, this::work);
  }

  /**
   * Reads the styles.
   *
   * @throws UnreadableException if there are more than any report has, or time runs out
   */
  static HtmlStyles of(Document html, Deadline deadline) {
    HtmlStyles styles = new HtmlStyles(html, deadline);
    for (Element style : html.select("style")) {
      Where where = Where.EVERYWHERE.and(style.attr("media"));
      styles.perMedium |= !where.media.equals(ALL);
      styles.rules(styles.sheet(style.data()), where);
    }
    styles.declared.values().forEach(all -> all.sort(WEAKEST_FIRST));
    return styles;
  }

  /** Whether the styles differ by medium. */
  boolean perMedium() {
    return perMedium;
  }

  /** Whether some rules may hold or not: while a reader does something, or in some programs. */
  boolean unsure() {
    return unsure;
  }

  /** How many texts the style sheets add to the HTML. */
  int generated() {
    return generated;
  }

  /**
   * The values for an element itself, by property.
   *
   * @param all whether rules count too that may hold or not
   */
  Map<String, String> of(Element element, Medium medium, boolean all) {
    deadline.check();
    Map<String, String> values = new HashMap<>();
    attributes(element, values);
    List<Declared> rules = declared.getOrDefault(element, List.of());
    apply(rules, false, medium, all, values);
    String style = element.attr("style");
    Attribute own =
        style.isEmpty() ? Attribute.NONE : attributes.computeIfAbsent(style, this::attribute);
    merge(values, own.normal);
    apply(rules, true, medium, all, values);
    merge(values, own.important);
    values.replaceAll((name, value) -> resolved(value));
    return values;
  }

  /** Adds later values; a shorthand sets earlier ones back. */
  private static void merge(Map<String, String> values, Map<String, String> later) {
    for (String name : later.keySet()) {
      values.keySet().removeAll(SHORTHANDS.getOrDefault(name, List.of()));
    }
    values.putAll(later);
  }

  /** A variable that has two values stays unresolved, since elements decide which holds. */
  private void variable(String name, String value) {
    if (name.startsWith("--")) {
      variables.merge(name, value, (old, other) -> old.equals(other) ? old : "");
    }
  }

  private String resolved(String value) {
    if (value.length() > LONGEST_VALUE) {
      return UNKNOWN;
    } else if (!value.contains("var(")) {
      return value;
    }
    Matcher m = VARIABLE.matcher(value);
    String all =
        m.replaceAll(
            found -> {
              String known = variables.getOrDefault(found.group(1), "");
              return Matcher.quoteReplacement(known.isEmpty() ? found.group() : known);
            });
    return all.length() > LONGEST_VALUE ? UNKNOWN : all;
  }

  private static void apply(
      List<Declared> rules,
      boolean important,
      Medium medium,
      boolean all,
      Map<String, String> values) {
    for (Declared rule : rules) {
      if (rule.important == important
          && rule.where.media.contains(medium)
          && (all || rule.where.sure)) {
        merge(values, rule.values);
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

  private void rules(CSSRuleListImpl rules, Where where) {
    for (AbstractCSSRuleImpl rule : rules.getRules()) {
      if (rule instanceof CSSStyleRuleImpl style) {
        rule(style, where);
      } else if (rule instanceof CSSMediaRuleImpl group) {
        Where inner = where.and(group.getMediaList().getMediaText());
        perMedium |= !inner.media.equals(ALL);
        rules(group.getCssRules(), inner);
      } else if (rule instanceof CSSUnknownRuleImpl group) {
        // such as @supports and @layer
        String text = group.getCssText();
        int open = text.indexOf('{');
        if (open >= 0) {
          int close = Math.max(open, text.lastIndexOf('}'));
          rules(sheet(text.substring(open + 1, Math.max(open + 1, close))), Where.UNSURE);
        }
      }
    }
  }

  private void rule(CSSStyleRuleImpl rule, Where where) {
    Map<String, String> normal = values(rule.getStyle(), false);
    Map<String, String> important = values(rule.getStyle(), true);
    normal.forEach(this::variable);
    important.forEach(this::variable);
    boolean known = true;
    for (Selector selector : rule.getSelectors()) {
      known &= HtmlSelectors.isKnown(selector);
    }
    for (Selector selector : rule.getSelectors()) {
      byte[] found = selectors.matches(selector);
      if (HtmlSelectors.isGenerated(selector)) {
        generate(found, rule.getStyle());
      } else {
        SelectorSpecificity weight = selector.getSelectorSpecificity();
        keep(found, new Declared(normal, false, weight, known ? where : Where.UNSURE));
        keep(found, new Declared(important, true, weight, known ? where : Where.UNSURE));
      }
    }
  }

  private void keep(byte[] found, Declared rule) {
    if (rule.values.isEmpty()) {
      return;
    }
    Declared perhaps = new Declared(rule.values, rule.important, rule.specificity, Where.UNSURE);
    for (int i = 0; i < found.length; i++) {
      if (found[i] != HtmlSelectors.NO) {
        work(KEEPING + rule.values.size());
        Declared own = found[i] == HtmlSelectors.YES ? rule : perhaps;
        unsure |= !own.where.sure;
        declared.computeIfAbsent(selectors.element(i), e -> new ArrayList<>(2)).add(own);
      }
    }
  }

  private void generate(byte[] found, CSSStyleDeclarationImpl style) {
    String content = style.getPropertyValue("content");
    if ((content.contains("\"") || content.contains("'")) && WORDS.matcher(content).find()) {
      for (byte one : found) {
        generated += one == HtmlSelectors.NO ? 0 : 1;
      }
    }
  }

  private void work(long more) {
    deadline.check();
    work += more;
    if (work > MOST_WORK) {
      throw new UnreadableException(Unreadable.Reason.TOO_DEEP);
    }
  }

  private static Map<String, String> values(CSSStyleDeclarationImpl style, boolean important) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Property property : style.getProperties()) {
      if (property.isImportant() == important && property.getValue() != null) {
        String name = property.getName().toLowerCase(Locale.ROOT);
        String value = property.getValue().getCssText();
        values.keySet().removeAll(SHORTHANDS.getOrDefault(name, List.of()));
        values.put(name, value.length() > LONGEST_VALUE ? UNKNOWN : value);
      }
    }
    return values;
  }

  private CSSRuleListImpl sheet(String text) {
    // old pages put their rules into a comment of HTML
    String css = CssText.forParser(text.replace("<!--", "").replace("-->", ""));
    if (!CssText.isSimple(css)) {
      throw new UnreadableException(Unreadable.Reason.TOO_DEEP);
    }
    try {
      InputSource source = new InputSource(new Source(css));
      CSSRuleListImpl rules = parser().parseStyleSheet(source, null).getCssRules();
      deadline.check();
      return rules;
    } catch (IOException e) {
      throw new UnreadableException(Unreadable.Reason.BROKEN);
    }
  }

  private Attribute attribute(String text) {
    work(PARSING);
    String css = CssText.forParser(text);
    if (css.length() > LONGEST_ATTRIBUTE || !CssText.isSimple(css)) {
      return new Attribute(Map.of("style", UNKNOWN), Map.of());
    }
    try {
      CSSStyleDeclarationImpl style = parser().parseStyleDeclaration(css);
      return new Attribute(values(style, false), values(style, true));
    } catch (IOException e) {
      throw new UnreadableException(Unreadable.Reason.BROKEN);
    }
  }

  /** The values of a style attribute. */
  private record Attribute(Map<String, String> normal, Map<String, String> important) {
    static final Attribute NONE = new Attribute(Map.of(), Map.of());
  }

  /** Ends the style sheet when time is over; the parser passes over what a reader throws. */
  private final class Source extends StringReader {
    Source(String css) {
      super(css);
    }

    @Override
    public int read(char[] buffer, int start, int length) throws IOException {
      return deadline.isOver() ? -1 : super.read(buffer, start, Math.min(length, 4096));
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
