package org.radiologytrust.guide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Files of a package, by their names in it. The same files give the same bytes. */
final class PackageFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final List<String> INDEXED =
      List.of("resourceType", "id", "url", "version", "kind", "type", "derivation", "content");

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  void add(String name, JsonNode json) {
    try {
      files.put(name, (JSON.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds resources, and the index that tools read in place of all files. */
  void add(String folder, Collection<ObjectNode> resources) {
    ObjectNode index = JSON.createObjectNode();
    index.put("index-version", 2);
    for (ObjectNode resource : resources) {
      String name = GuideResource.fileName(resource);
      ObjectNode entry = index.withArray("files").addObject().put("filename", name);
      for (String element : INDEXED) {
        // those of other types are objects
        if (resource.path(element).isTextual()) {
          entry.set(element, resource.get(element));
        }
      }
      add(folder + name, resource);
    }
    add(folder + ".index.json", index);
  }

  /**
   * A tar that is compressed by gzip.
   *
   * @param time of all files
   */
  byte[] tgz(Instant time) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(bytes), StandardCharsets.UTF_8.name())) {
      for (var file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setLastModifiedTime(FileTime.from(time));
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
