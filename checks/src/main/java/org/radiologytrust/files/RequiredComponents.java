package org.radiologytrust.files;

import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells Jackson which components of a record a file must have: all that are not {@code @Nullable}.
 * A {@code boolean} may be left out, too; it is false then.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {
  /** The JDK makes them anew each time, and Jackson asks for each of them alone. */
  private static final ClassValue<List<RecordComponent>> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
          return List.of(type.getRecordComponents());
        }
      };

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    if (member instanceof AnnotatedParameter parameter && member.getDeclaringClass().isRecord()) {
      return !mayBeMissing(of(member.getDeclaringClass()).get(parameter.getIndex()));
    }
    return super.hasRequiredMarker(member);
  }

  /** The components of a record. */
  static List<RecordComponent> of(Class<?> type) {
    return COMPONENTS.get(type);
  }

  /** Whether a file need not have the key of this component. */
  static boolean mayBeMissing(RecordComponent component) {
    return component.getType() == boolean.class
        || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }
}
