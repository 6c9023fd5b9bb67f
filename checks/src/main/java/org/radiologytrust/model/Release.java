package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The release of a version of a report.
 *
 * @param time {@code null} when the message does not say it, or says a time that cannot be right
 * @param future the time that the message says, if it was still to come at the receipt; {@code
 *     time} is {@code null} then
 */
public record Release(
    ReportStatus status,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant time,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant future) {}
