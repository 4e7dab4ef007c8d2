"""Treatment fidelity of interpersonal psychotherapy: code, measure, look again."""
