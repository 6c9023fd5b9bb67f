package org.radiologytrust.ingest.document.html;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.htmlunit.cssparser.parser.condition.AttributeCondition;
import org.htmlunit.cssparser.parser.condition.Condition;
import org.htmlunit.cssparser.parser.condition.IsPseudoClassCondition;
import org.htmlunit.cssparser.parser.condition.NotPseudoClassCondition;
import org.htmlunit.cssparser.parser.condition.WherePseudoClassCondition;
import org.htmlunit.cssparser.parser.selector.ChildSelector;
import org.htmlunit.cssparser.parser.selector.DescendantSelector;
import org.htmlunit.cssparser.parser.selector.DirectAdjacentSelector;
import org.htmlunit.cssparser.parser.selector.ElementSelector;
import org.htmlunit.cssparser.parser.selector.GeneralAdjacentSelector;
import org.htmlunit.cssparser.parser.selector.PseudoElementSelector;
import org.htmlunit.cssparser.parser.selector.Selector;
import org.htmlunit.cssparser.parser.selector.SelectorList;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.UnreadableException;

/**
 * Finds the elements that a selector of CSS matches, as browsers do. It goes through the parts of
 * the selector from left to right. For each part it looks at each element once, so the time grows
 * only with the number of parts and of elements.
 */
final class HtmlSelectors {
  static final byte NO = 0;

  /** What depends on a reader or a program, or is not known. */
  static final byte MAYBE = 1;

  static final byte YES = 2;

  /** Parts of a selector, more than any report has. */
  private static final int MAX_PARTS = 100;

  private static final Set<String> DECIDED =
      Set.of("root", "first-child", "last-child", "only-child", "first-of-type");

  private static final Pattern NTH =
      Pattern.compile(
          "nth-(child|of-type)\\((?:(odd|even)|([+-]?\\d{0,4})n([+-]\\d{1,4})?|(\\d{1,4}))\\)");

  /** Pseudo-classes that browsers know and that are not decided here. */
  private static final Set<String> DYNAMIC =
      Set.of(
          "hover",
          "focus",
          "focus-within",
          "focus-visible",
          "active",
          "visited",
          "link",
          "any-link",
          "target",
          "checked",
          "disabled",
          "enabled",
          "required",
          "optional",
          "read-only",
          "read-write",
          "valid",
          "invalid",
          "default",
          "indeterminate",
          "placeholder-shown",
          "empty",
          "last-of-type",
          "only-of-type",
          "scope",
          "defined",
          "fullscreen");

  private static final Pattern DYNAMIC_FUNCTION =
      Pattern.compile("(nth-child|nth-of-type|nth-last-child|nth-last-of-type|dir)\\([^()]*\\)");

  /** Parts of elements that have no text of the report. */
  private static final Set<String> PARTS =
      Set.of("placeholder", "selection", "marker", "backdrop", "file-selector-button");

  private final List<Element> elements;
  private final boolean anyCase;
  private final LongConsumer work;

  /** Positions of the element around each, and of the one before it; -1 if there is none. */
  private final int[] parent;

  private final int[] before;
  private final int[] ofParent;
  private final boolean[] last;
  private int @Nullable [] ofType;

  /**
   * @param work is told how many elements are looked at, and ends what takes too long
   */
  HtmlSelectors(Document html, LongConsumer work) {
    this.elements = html.getAllElements();
    this.anyCase = html.quirksMode() == Document.QuirksMode.quirks;
    this.work = work;
    int size = elements.size();
    parent = new int[size];
    before = new int[size];
    ofParent = new int[size];
    last = new boolean[size];
    int[] latest = new int[size];
    Arrays.fill(latest, -1);
    Map<Element, Integer> positions = new IdentityHashMap<>();
    for (int i = 0; i < size; i++) {
      positions.put(elements.get(i), i);
      parent[i] = positions.getOrDefault(elements.get(i).parent(), -1);
      before[i] = -1;
      last[i] = true;
      if (parent[i] >= 0) {
        before[i] = latest[parent[i]];
        latest[parent[i]] = i;
      }
      ofParent[i] = before[i] < 0 ? 1 : ofParent[before[i]] + 1;
      if (before[i] >= 0) {
        last[before[i]] = false;
      }
    }
  }

  Element element(int position) {
    return elements.get(position);
  }

  /** Whether browsers know all of it; a rule with a selector that they do not know is void. */
  static boolean isKnown(Selector selector) {
    for (Selector part : parts(selector)) {
      if (part.getSimpleSelector() instanceof ElementSelector simple
          && simple.getConditions() != null
          && !simple.getConditions().stream().allMatch(HtmlSelectors::isKnown)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isKnown(Condition condition) {
    if (condition.getConditionType() != Condition.ConditionType.PSEUDO_CLASS_CONDITION) {
      return true;
    }
    String name = name(condition);
    return isPart(condition)
        ? PARTS.contains(name) || name.startsWith("-")
        : DECIDED.contains(name)
            || DYNAMIC.contains(name)
            || DYNAMIC_FUNCTION.matcher(name).matches();
  }

  /** Whether it is about text before or after an element, which a style sheet adds. */
  static boolean isGenerated(Selector selector) {
    return selector.getSimpleSelector() instanceof PseudoElementSelector part
        ? Set.of("before", "after").contains(part.getLocalName().toLowerCase(Locale.ROOT))
        : selector.getSimpleSelector().toString().endsWith("::marker");
  }

  /** Whether each element is one of the selector, by its position. */
  byte[] matches(Selector selector) {
    byte[] found = null;
    for (Selector part : parts(selector)) {
      Selector simple = part.getSimpleSelector();
      if (simple instanceof PseudoElementSelector) {
        byte[] all = found == null ? filled(YES) : found;
        if (!isGenerated(part)) {
          // the first letter or line of a text
          and(all, filled(MAYBE));
        }
        return all;
      }
      byte[] near = found == null ? null : near(part, found);
      found = simple instanceof ElementSelector own ? simple(own) : filled(MAYBE);
      if (near != null) {
        and(found, near);
      }
    }
    return found;
  }

  /** The parts of a selector from the left to the right. */
  private static Deque<Selector> parts(Selector selector) {
    Deque<Selector> parts = new ArrayDeque<>();
    for (Selector part = selector; part != null; part = left(part)) {
      parts.push(part);
      if (parts.size() > MAX_PARTS) {
        throw new UnreadableException(Reason.TOO_DEEP);
      }
    }
    return parts;
  }

  private static @Nullable Selector left(Selector part) {
    if (part instanceof DescendantSelector s) {
      return s.getAncestorSelector();
    } else if (part instanceof ChildSelector s) {
      return s.getAncestorSelector();
    } else if (part instanceof DirectAdjacentSelector s) {
      return s.getSelector();
    }
    return part instanceof GeneralAdjacentSelector s ? s.getSelector() : null;
  }

  /** The elements in or behind those that were found. */
  private byte[] near(Selector part, byte[] found) {
    boolean inside = part instanceof DescendantSelector || part instanceof ChildSelector;
    boolean far = part instanceof DescendantSelector || part instanceof GeneralAdjacentSelector;
    byte[] near = new byte[found.length];
    for (int i = 0; i < near.length; i++) {
      int from = inside ? parent[i] : before[i];
      if (from >= 0) {
        near[i] = far && near[from] > found[from] ? near[from] : found[from];
      }
    }
    return near;
  }

  private byte[] simple(ElementSelector selector) {
    work.accept(elements.size());
    byte[] found = filled(YES);
    String name = selector.getLocalNameLowerCase();
    if (name != null) {
      for (int i = 0; i < found.length; i++) {
        found[i] = elements.get(i).nameIs(name) ? YES : NO;
      }
    }
    List<Condition> conditions = selector.getConditions();
    for (Condition condition : conditions == null ? List.<Condition>of() : conditions) {
      if (condition instanceof NotPseudoClassCondition c) {
        byte[] any = any(c.getSelectors());
        for (int i = 0; i < any.length; i++) {
          any[i] = (byte) (YES - any[i]);
        }
        and(found, any);
      } else if (condition instanceof IsPseudoClassCondition c) {
        and(found, any(c.getSelectors()));
      } else if (condition instanceof WherePseudoClassCondition c) {
        and(found, any(c.getSelectors()));
      } else {
        narrow(found, condition);
      }
    }
    return found;
  }

  private byte[] any(SelectorList selectors) {
    byte[] any = filled(NO);
    for (Selector selector : selectors) {
      byte[] found = matches(selector);
      for (int i = 0; i < any.length; i++) {
        any[i] = (byte) Math.max(any[i], found[i]);
      }
    }
    return any;
  }

  private void narrow(byte[] found, Condition condition) {
    int looked = 0;
    for (int i = 0; i < found.length; i++) {
      if (found[i] != NO) {
        found[i] = (byte) Math.min(found[i], holds(i, condition));
        looked++;
      }
    }
    work.accept(looked);
  }

  private byte holds(int position, Condition condition) {
    Element element = elements.get(position);
    String value = condition.getValue() == null ? "" : condition.getValue();
    return switch (condition.getConditionType()) {
      case CLASS_CONDITION ->
          yes(element.hasClass(value) && (anyCase || element.classNames().contains(value)));
      case ID_CONDITION ->
          yes(anyCase ? element.id().equalsIgnoreCase(value) : element.id().equals(value));
      case ATTRIBUTE_CONDITION,
          ONE_OF_ATTRIBUTE_CONDITION,
          BEGIN_HYPHEN_ATTRIBUTE_CONDITION,
          PREFIX_ATTRIBUTE_CONDITION,
          SUFFIX_ATTRIBUTE_CONDITION,
          SUBSTRING_ATTRIBUTE_CONDITION ->
          attribute(element, (AttributeCondition) condition);
      case PSEUDO_CLASS_CONDITION -> pseudo(position, condition);
      default -> MAYBE;
    };
  }

  private static byte attribute(Element element, AttributeCondition condition) {
    String name = condition.getLocalName().toLowerCase(Locale.ROOT);
    String value = condition.getValue();
    if (!element.hasAttr(name)) {
      return NO;
    } else if (value == null) {
      return YES;
    }
    String own = element.attr(name);
    if (has(condition, own, value)) {
      return YES;
    }
    // HTML compares some attributes without regard to case, and others not
    boolean similar = has(condition, own.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT));
    return !similar ? NO : condition.isCaseInSensitive() ? YES : MAYBE;
  }

  private static boolean has(AttributeCondition condition, String own, String value) {
    return switch (condition.getConditionType()) {
      case ONE_OF_ATTRIBUTE_CONDITION -> List.of(own.split("\\s+")).contains(value);
      case BEGIN_HYPHEN_ATTRIBUTE_CONDITION -> own.equals(value) || own.startsWith(value + "-");
      case PREFIX_ATTRIBUTE_CONDITION -> !value.isEmpty() && own.startsWith(value);
      case SUFFIX_ATTRIBUTE_CONDITION -> !value.isEmpty() && own.endsWith(value);
      case SUBSTRING_ATTRIBUTE_CONDITION -> !value.isEmpty() && own.contains(value);
      default -> own.equals(value);
    };
  }

  private byte pseudo(int position, Condition condition) {
    String name = name(condition);
    if (isPart(condition)) {
      return yes(name.equals("marker"));
    }
    Matcher nth = NTH.matcher(name);
    if (nth.matches()) {
      int[] order = nth.group(1).equals("child") ? ofParent : ofType();
      return yes(isNth(nth, order[position]));
    }
    return switch (name) {
      case "root" -> yes(elements.get(position).nameIs("html"));
      case "first-child" -> yes(before[position] < 0);
      case "last-child" -> yes(last[position]);
      case "only-child" -> yes(before[position] < 0 && last[position]);
      case "first-of-type" -> yes(ofType()[position] == 1);
      default -> MAYBE;
    };
  }

  private static boolean isNth(Matcher nth, int position) {
    if (nth.group(5) != null) {
      return position == Integer.parseInt(nth.group(5));
    } else if (nth.group(2) != null) {
      return position % 2 == (nth.group(2).equals("odd") ? 1 : 0);
    }
    int step =
        switch (nth.group(3)) {
          case "", "+" -> 1;
          case "-" -> -1;
          default -> Integer.parseInt(nth.group(3));
        };
    int rest = position - (nth.group(4) == null ? 0 : Integer.parseInt(nth.group(4)));
    return step == 0 ? rest == 0 : rest % step == 0 && rest / step >= 0;
  }

  /** The place of each element among those of its name in the same element. */
  private int[] ofType() {
    if (ofType == null) {
      ofType = new int[elements.size()];
      Map<String, Integer> counts = new HashMap<>();
      for (int i = 0; i < ofType.length; i++) {
        String key = parent[i] + " " + elements.get(i).normalName();
        ofType[i] = counts.merge(key, 1, Integer::sum);
      }
    }
    return ofType;
  }

  private static boolean isPart(Condition condition) {
    return condition.toString().startsWith("::");
  }

  private static String name(Condition condition) {
    String value = condition.getValue() == null ? "" : condition.getValue();
    return value.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
  }

  private byte[] filled(byte value) {
    byte[] all = new byte[elements.size()];
    Arrays.fill(all, value);
    return all;
  }

  private static void and(byte[] found, byte[] other) {
    for (int i = 0; i < found.length; i++) {
      found[i] = (byte) Math.min(found[i], other[i]);
    }
  }

  private static byte yes(boolean holds) {
    return holds ? YES : NO;
  }
}
