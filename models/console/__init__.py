"""Operations: what an operator may see of the jobs and do to them; shared by dashboard, command line and chat."""
