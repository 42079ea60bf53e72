// M: multiplication and division.
def MUL : Arithmetic<0b0000001, 0b000, "mul">;
def MULH : Arithmetic<0b0000001, 0b001, "mulh">;
def MULHSU : Arithmetic<0b0000001, 0b010, "mulhsu">;
def MULHU : Arithmetic<0b0000001, 0b011, "mulhu">;
def DIV : Arithmetic<0b0000001, 0b100, "div">;
def DIVU : Arithmetic<0b0000001, 0b101, "divu">;
def REM : Arithmetic<0b0000001, 0b110, "rem">;
def REMU : Arithmetic<0b0000001, 0b111, "remu">;
