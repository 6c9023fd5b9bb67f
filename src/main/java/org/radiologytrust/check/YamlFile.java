package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;

/** Reads a YAML file of words from the class path; unknown keys are refused. */
final class YamlFile {
  private YamlFile() {}

  /**
   * @throws IllegalStateException naming the file when it is missing or does not fit
   */
  static <T> T read(String file, TypeReference<T> type) {
    try (InputStream in = YamlFile.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing");
      }
      return YAMLMapper.builder().build().readValue(in, type);
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
