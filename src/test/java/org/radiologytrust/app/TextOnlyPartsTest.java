package org.radiologytrust.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.images.ImageArchive;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.launch.Product;
import org.radiologytrust.settings.Settings;

/**
 * Walks through all objects that the product is put together from: with {@code
 * rtl.images.use=never}, none of them can fetch or open an image, so no later call can either.
 */
@Tag("safety")
class TextOnlyPartsTest {
  private static final String OURS = "org.radiologytrust.";

  @TempDir Path folder;

  /** Our classes whose objects are within reach and that fetch or open images. */
  private Set<String> openers(String use) throws Exception {
    Settings settings =
        Settings.load(
            null,
            Map.of(),
            Product.settings(
                folder,
                Map.of(
                    "rtl.orthanc.url",
                    "http://127.0.0.1:1",
                    "rtl.orthanc.log",
                    folder.resolve("Orthanc.log").toString(),
                    "rtl.images.use",
                    use)));
    try (Features features = Features.of(settings, App.Mode.serve())) {
      Set<String> found = new TreeSet<>();
      for (Object object : within(features)) {
        Class<?> type = object.getClass();
        boolean opens =
            type.getName().startsWith(OURS + "ingest.dicom.Orthanc")
                || type.getName().startsWith(OURS + "ingest.dicom.Dicom")
                || type.getName().startsWith(OURS + "cli.audit.")
                || (object instanceof ImageSource && !type.isHidden())
                || (object instanceof ImageArchive && object != ImageArchive.NONE);
        if (opens) {
          found.add(type.getSimpleName());
        }
      }
      return found;
    }
  }

  @Test
  void nothingWithinReachFetchesOrOpensAnImage() throws Exception {
    assertEquals(Set.of(), openers("never"));
  }

  /** The walk finds them where they are: without this, it would prove nothing. */
  @Test
  void withImagesTheWalkFindsWhatOpensThem() throws Exception {
    Set<String> found = openers("allowed");
    assertTrue(
        found.containsAll(
            List.of("OrthancFeature", "OrthancClient", "DicomImages", "DicomArchive")),
        found::toString);
  }

  private static Collection<Object> within(Object root) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Object object = open.pop();
      if (seen.add(object)) {
        for (Object part : parts(object)) {
          if (part != null) {
            open.push(part);
          }
        }
      }
    }
    return seen;
  }

  /** What an object holds: its fields, what a lambda has captured, the elements of collections. */
  private static List<Object> parts(Object object) throws IllegalAccessException {
    List<Object> parts = new ArrayList<>();
    if (object instanceof Collection<?> all) {
      parts.addAll(all);
    } else if (object instanceof Map<?, ?> map) {
      parts.addAll(map.keySet());
      parts.addAll(map.values());
    } else if (object instanceof Optional<?> some) {
      some.ifPresent(parts::add);
    } else if (object.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(object); i++) {
        parts.add(Array.get(object, i));
      }
    } else if (object.getClass().getName().startsWith(OURS)) {
      for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
        if (type.getName().startsWith(OURS)) {
          addFields(object, type, parts);
        }
      }
    }
    return parts;
  }

  private static void addFields(Object object, Class<?> type, List<Object> parts)
      throws IllegalAccessException {
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
        field.setAccessible(true);
        parts.add(field.get(object));
      }
    }
  }
}
