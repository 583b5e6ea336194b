package io.anyqueue.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What makes a missing RabbitMQ a failure. */
final class RequirementTest {

    @Test
    void rabbitMqIsRequiredWhereThePropertyNamesItAmongOthers() {
        assertThat(Requirement.isRequired("rabbitmq", null)).isTrue();
        assertThat(Requirement.isRequired("artemis, rabbitmq", null)).isTrue();
        assertThat(Requirement.isRequired("", null)).isFalse();
        assertThat(Requirement.isRequired("rabbit", null)).isFalse();
    }

    @Test
    void rabbitMqIsRequiredWhereTheEnvironmentSaysSo() {
        assertThat(Requirement.isRequired("", "required")).isTrue();
        assertThat(Requirement.isRequired("", "wanted")).isFalse();
    }
}
