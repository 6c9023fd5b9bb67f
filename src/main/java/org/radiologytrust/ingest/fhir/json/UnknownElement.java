package org.radiologytrust.ingest.fhir.json;

import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Resource;

/**
 * An element that R4 does not define, so that the parser drops it; or a modifier extension, whose
 * meaning R4 does not define.
 *
 * @param path from its resource, such as {@code media[0].title}; without its own index
 * @param values all that it holds
 */
public record UnknownElement(String path, List<Value> values) {
  private static final String KEY = UnknownElement.class.getName();
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

  /** Anything else may be a value that somebody sent as a name. */
  private static final Pattern NAME = Pattern.compile("_{0,2}[a-z][A-Za-z_]{0,39}");

  /**
   * A value in it.
   *
   * @param path from the resource
   * @param text a string, or another value as it was sent
   */
  public record Value(String path, String text) {}

  /**
   * Those of a resource of a message that {@link ResourceReader} has read, not of resources in it.
   */
  public static List<UnknownElement> of(Resource resource) {
    return resource.getUserData(KEY) instanceof Found found ? found.elements() : List.of();
  }

  /** Gives a resource those of another one, in whose place it comes. */
  public static void move(Resource from, Resource to) {
    set(to, of(from));
  }

  static void set(Resource resource, List<UnknownElement> elements) {
    resource.setUserData(KEY, new Found(elements));
  }

  private record Found(List<UnknownElement> elements) {}

  /** Its own name, and those of the elements that it stands in. */
  public List<String> names() {
    return List.of(INDEX.matcher(path).replaceAll("").split("\\."));
  }

  /** Its own name. */
  public String name() {
    List<String> names = names();
    return names.get(names.size() - 1);
  }

  /** Its path in a resource of this type, for people; never holds a value. */
  public String place(String type) {
    StringBuilder place = new StringBuilder(type);
    for (String name : names()) {
      place.append('.').append(NAME.matcher(name).matches() ? name : "(an element)");
    }
    return place.toString();
  }

  /** Withholds the values. */
  @Override
  public String toString() {
    return "UnknownElement[withheld]";
  }
}
